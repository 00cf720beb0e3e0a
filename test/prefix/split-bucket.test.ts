import t from 'tap'
import type { Bucket, Member } from '../../lib/prefix/bucket.js'
import { END, NONE, Relations } from '../../lib/prefix/relations.js'
import { splitBucket } from '../../lib/prefix/split-bucket.js'
import { permutations } from '../helper/permutations.js'
import { randomFrom, shuffled } from '../helper/random.js'

/** How many bytes are looked at. */
const TO = 4

/** Files by what is left of them, `*` and a digit for zeros that are not compared: `ab*3`. */
type Case = [name: string, files: string[], want: string[], parts?: string[]]

// prettier-ignore
const cases: Case[] = [
  // name                                        files                            relations                          they go on together
  ['no file',                                    [],                              []],
  ['one that ends',                              ['ab'],                          []],
  ['one that goes on',                           ['abcdef'],                      []],
  ['unlike',                                     ['ab', 'ac', 'b'],               []],
  ['a beginning',                                ['a', 'ab'],                     ['a<ab']],
  ['a beginning of one that goes on',            ['a', 'abcdef'],                 ['a<abcdef']],
  ['it ends where the block does',               ['abcd', 'abcdef'],              ['abcd<abcdef']],
  ['a chain',                                    ['a', 'ab', 'abc'],              ['a<ab', 'ab<abc']],
  ['a chain to the block\'s end and beyond',     ['a', 'ab', 'abcd', 'abcdef'],   ['a<ab', 'ab<abcd', 'abcd<abcdef']],
  ['a fork',                                     ['a', 'ab', 'ac'],               ['a<ab', 'a<ac']],
  ['a fork of a fork',                           ['a', 'ab', 'aba', 'abb', 'ac'], ['a<ab', 'a<ac', 'ab<aba', 'ab<abb']],
  ['two trees',                                  ['a', 'ab', 'b', 'bc'],          ['a<ab', 'b<bc']],
  ['back from a branch to the stem',             ['a', 'abc', 'ac', 'ad'],        ['a<abc', 'a<ac', 'a<ad']],
  ['back from a deep branch to the root',        ['a', 'ab', 'abc', 'abcd', 'b'], ['a<ab', 'ab<abc', 'abc<abcd']],
  ['a stem that is no file',                     ['ab', 'ac'],                    []],
  ['twins',                                      ['ab', 'ab'],                    ['ab=ab']],
  ['three twins',                                ['ab', 'ab', 'ab'],              ['ab=ab', 'ab=ab']],
  ['twins that begin another',                   ['ab', 'ab', 'abc'],             ['ab<abc', 'ab=ab']],
  ['twins that begin twins',                     ['a', 'a', 'ab', 'ab'],          ['a<ab', 'a=a', 'ab=ab']],
  ['twins at the end of the block',              ['abcd', 'abcd'],                ['abcd=abcd']],
  ['two go on',                                  ['abcdef', 'abcdgh'],            [],                                ['abcdef abcdgh']],
  ['two go on, a third does with others',        ['abcdef', 'abcdgh', 'abceef'],  [],                                ['abcdef abcdgh']],
  ['two pairs go on',                            ['aaaab', 'aaaac', 'bbbbb', 'bbbbc'], [],                           ['aaaab aaaac', 'bbbbb bbbbc']],
  ['two go on from one that ends inside',        ['a', 'abcdef', 'abcdgh'],       [],                                ['a< abcdef abcdgh']],
  ['two go on from one that ends with it',       ['abcd', 'abcde', 'abcdf'],      [],                                ['abcd< abcde abcdf']],
  ['two go on from twins',                       ['abcd', 'abcd', 'abcde', 'abcdf'], ['abcd=abcd'],                  ['abcd< abcde abcdf']],
  ['zeros before and behind letters',            ['\0', '\0\0', '\0a', 'a\0'],    ['\0<\0\0', '\0<\0a']],
  ['zeros are no end',                           ['a', 'a\0', 'a\0\0'],           ['a\0<a\0\0', 'a<a\0']],
  ['bytes over 127 come last',                   ['\x7f', '\x80', '\x80a', '\xff'], ['\x80<\x80a']],
  ['zeros were cut: the one without is whole',   ['ab*3', 'ab'],                  ['ab*3<ab']],
  ['fewer zeros first',                          ['ab*5', 'ab*1', 'ab*3'],        ['ab*1<ab*3', 'ab*3<ab*5']],
  ['as many zeros: twins',                       ['ab*3', 'ab*3', 'ab'],          ['ab*3<ab', 'ab*3=ab*3']],
  ['classes, and what begins them',              ['a', 'ab*3', 'ab'],             ['a<ab*3', 'ab*3<ab']],
  ['classes, and what they begin',               ['ab*3', 'ab', 'abc'],           ['ab*3<ab', 'ab<abc']],
  ['a class with zeros only, and what it begins', ['ab*3', 'ab*1', 'abcdef'],     ['ab*1<ab*3', 'ab*3<abcdef']],
  ['classes at the end, and two that go on',     ['abcd*2', 'abcd', 'abcde', 'abcdf'], ['abcd*2<abcd'],              ['abcd< abcde abcdf']],
]

for (const [name, files, want, parts = []] of cases)
  t.test(name, async (t) => {
    t.strictSame(split(files), { relations: want, parts })
  })

t.test('the order in which files come changes nothing', async (t) => {
  for (const [name, files, want, parts = []] of cases)
    for (const order of permutations(files))
      t.strictSame(split(order), { relations: want, parts }, name)
})

/** What is found, in words: `a<b` a begins b, `a=b` they are equal; and the buckets, `parent<` first. */
function split(files: readonly string[], bucket: Partial<Bucket> = {}) {
  const members = files.map(memberOf)
  const relations = new Relations(files.length)
  const whole: Bucket = { members, at: 0, parent: NONE, isZero: false, ...bucket }
  const tails = members.map((member) => {
    const bytes = Buffer.from(files[member.file]!.replace(/\*\d$/, '').slice(0, TO), 'latin1')
    return { member, bytes }
  })
  const buckets = splitBucket(whole, tails, TO, relations)
  const name = (file: number) => files[file]!
  const words = files.flatMap((text, file) => {
    const { twin, parent } = relations
    const equal = twin[file] === NONE ? [] : [`${text}=${name(twin[file]!)}`]
    return parent[file] === NONE ? equal : [...equal, `${name(parent[file]!)}<${text}`]
  })
  const parts = buckets.map(({ members, parent }) => {
    const names = members.map(({ file }) => name(file)).sort()
    return [...(parent === NONE ? [] : [`${name(parent)}<`]), ...names].join(' ')
  })
  return { relations: words.sort(), parts: parts.sort() }
}

function memberOf(text: string, file: number): Member {
  const [, bytes, zeros = '0'] = /^(.*?)(?:\*(\d))?$/s.exec(text)!
  return { file, length: bytes!.length, size: bytes!.length + Number(zeros) }
}

t.test('what the bucket begins with is the parent of all that begin with no other', async (t) => {
  const files = ['stem', 'ab', 'abc', 'b', 'abcdef', 'ccccc', 'ccccd']
  const relations = new Relations(files.length)
  const members = files
    .slice(1)
    .map((text, i) => ({ ...memberOf(text, i + 1), length: text.length }))
  const tails = members.map((member) => ({
    member,
    bytes: Buffer.from(files[member.file]!.slice(0, TO)),
  }))
  const buckets = splitBucket({ members, at: 0, parent: 0, isZero: false }, tails, TO, relations)
  t.strictSame([...relations.parent], [NONE, 0, 1, 0, 2, NONE, NONE])
  t.strictSame(buckets, [{ members: members.slice(4), at: TO, parent: 0, isZero: false }])
})

t.test('who is not among the tails takes no part', async (t) => {
  const members = ['a', 'ab', 'abcdef', 'abcdeg'].map(memberOf)
  const tails = [0, 2].map((i) => ({
    member: members[i]!,
    bytes: Buffer.from('abcd'.slice(0, i * 2 || 1)),
  }))
  const relations = new Relations(4)
  t.strictSame(
    splitBucket({ members, at: 0, parent: NONE, isZero: false }, tails, TO, relations),
    [],
  )
  t.strictSame([...relations.parent], [NONE, NONE, 0, NONE])
})

const { zeros: Z, lines: L } = END

// prettier-ignore
const ends: [name: string, file: string, wasZero: boolean, want: number][] = [
  ['letters',                          'ab',   true,  0],
  ['zeros, and only zeros before',     '\0\0', true,  Z],
  ['zeros, and something else before', '\0\0', false, 0],
  ['zeros and a letter',               '\0a',  true,  0],
  ['a line',                           'a\n',  true,  L],
  ['a line, whatever was before',      'a\n',  false, L],
  ['a line that is none',              '\0\n', true,  0],
]

for (const [name, text, isZero, want] of ends)
  t.test(`how a file ends: ${name}`, async (t) => {
    const members = [text, text].map(memberOf)
    const relations = new Relations(2)
    const tails = members.map((member) => ({ member, bytes: Buffer.from(text) }))
    splitBucket({ members, at: 0, parent: NONE, isZero }, tails, TO, relations)
    t.equal(relations.end[0], want)
  })

// prettier-ignore
const goingOn: [files: [string, string], wasZero: boolean, want: boolean][] = [
  [['\0\0\0\0a', '\0\0\0\0b'], true,  true],
  [['\0\0\0\0a', '\0\0\0\0b'], false, false],
  [['\0\0\0aa',  '\0\0\0ab'],  true,  false],
]

for (const [files, wasZero, want] of goingOn)
  t.test(`only zeros so far? ${JSON.stringify(files)}, ${wasZero}`, async (t) => {
    const members = files.map(memberOf)
    const tails = members.map((member) => ({
      member,
      bytes: Buffer.from(files[member.file]!.slice(0, TO)),
    }))
    const [bucket] = splitBucket(
      { members, at: 0, parent: NONE, isZero: wasZero },
      tails,
      TO,
      new Relations(2),
    )
    t.equal(bucket!.isZero, want)
  })

t.test('random files: what all pairs say', async (t) => {
  const random = randomFrom(8)
  for (let round = 0; round < 500; round++) {
    const files = Array.from({ length: Math.floor(random() * 10) }, () => {
      const length = 1 + Math.floor(random() * TO)
      return Array.from({ length }, () => (random() < 0.7 ? 'a' : '\0')).join('')
    })
    const want = [...new Set(files)].flatMap((text) => {
      const copies = files.filter((other) => other === text).length - 1
      const parents = files.filter((other) => other !== text && text.startsWith(other))
      const longest = parents.sort((a, b) => b.length - a.length)[0]
      return [
        ...Array(copies).fill(`${text}=${text}`),
        ...(longest === undefined ? [] : [`${longest}<${text}`]),
      ]
    })
    t.strictSame(split(shuffled(files, random)).relations, want.sort())
  }
})

t.test('a chain of 5,000, and as many twins', async (t) => {
  const count = 5000
  const bytes = Buffer.alloc(count, 'x')
  const members = Array.from({ length: 2 * count }, (_, file) => ({
    file,
    length: (file % count) + 1,
    size: (file % count) + 1,
  }))
  const tails = members.map((member) => ({ member, bytes: bytes.subarray(0, member.length) }))
  const relations = new Relations(2 * count)
  t.strictSame(
    splitBucket({ members, at: 0, parent: NONE, isZero: false }, tails, count, relations),
    [],
  )
  t.ok(relations.parent.subarray(0, count).every((parent, file) => parent === file - 1))
  t.ok(relations.twin.subarray(count).every((twin, i) => twin === i))
})
