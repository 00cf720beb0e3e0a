import t from 'tap'
import { sortSignatures } from '../../lib/prefix/sort-signatures.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'
import { signaturesOf } from '../helper/signatures-of.js'

/** The order of signatures, equal ones by their numbers, as one would write it. */
function naive(texts: readonly string[]): number[] {
  return [...texts.keys()].sort((a, b) => {
    const byBytes = Buffer.compare(
      Buffer.from(texts[a]!, 'latin1'),
      Buffer.from(texts[b]!, 'latin1'),
    )
    return byBytes || a - b
  })
}

function sorted(texts: readonly string[], order: readonly number[] = [...texts.keys()]): number[] {
  const files = Uint32Array.from(order)
  sortSignatures(files, signaturesOf(texts), (a, b) => a - b)
  return [...files]
}

const zerosAfter = (start: string) =>
  Array.from({ length: 20 }, (_, length) => start + '\0'.repeat(length))

// prettier-ignore
const cases: [name: string, texts: string[]][] = [
  ['none',                                  []],
  ['one',                                   ['a']],
  ['few',                                   ['b', 'a', 'ab', '', 'a']],
  ['many that are equal',                   Array(40).fill('abcdefgh')],
  ['many that are empty',                   Array(40).fill('')],
  ['beginnings of one another',             Array.from({ length: 40 }, (_, i) => 'x'.repeat(40 - i))],
  ['zeros are more than nothing',           [...zerosAfter('ab'), ...zerosAfter('ab'), 'ab\x01', 'ab\0\x01']],
  ['zeros and what is before and behind',   [...zerosAfter(''), ...zerosAfter('').map((text) => `${text}z`), ...zerosAfter('\0a')]],
  ['bytes over 127',                        Array.from({ length: 60 }, (_, i) => String.fromCharCode(255 - 4 * i, i))],
  ['they differ late',                      Array.from({ length: 60 }, (_, i) => `${'s'.repeat(70)}${String.fromCharCode(99 - i)}`)],
]

for (const [name, texts] of cases)
  t.test(name, async (t) => {
    t.strictSame(sorted(texts), naive(texts))
    const backwards = [...texts.keys()].reverse()
    t.strictSame(sorted(texts, backwards), naive(texts))
  })

t.test('random ones', async (t) => {
  const random = randomFrom(3)
  for (let round = 0; round < 100; round++) {
    const letters = pick(
      [
        ['\0', '\x01'],
        ['a', 'b', '\0'],
        ['\0', '\x7f', '\x80', '\xff'],
      ],
      random,
    )
    const texts = Array.from({ length: Math.floor(random() * 120) }, () => {
      const length = Math.floor(random() ** 2 * 14)
      return Array.from({ length }, () => pick(letters, random)).join('')
    })
    t.strictSame(sorted(texts, shuffled([...texts.keys()], random)), naive(texts))
  }
})

t.test('only the files that were given, and the tie is asked of equal ones alone', async (t) => {
  const texts = Array.from({ length: 90 }, (_, i) => `sign${String.fromCharCode(97 + (i % 30))}`)
  const files = Uint32Array.from({ length: 60 }, (_, i) => i)
  sortSignatures(files, signaturesOf(texts), (a, b) => {
    if (texts[a] !== texts[b]) t.fail(`${texts[a]} or ${texts[b]}?`)
    return b - a
  })
  const want = Array.from({ length: 30 }, (_, i) => [i + 30, i]).flat()
  t.strictSame([...files], want)
})
