import { writeFileSync } from 'node:fs'
import t from 'tap'
import { readFdupes } from '../../lib/import/read-fdupes.js'
import { imported } from '../helper/foreign.js'

const tree = { a: '!', b: '!', 'n\nl': '!', four: 'four', d: { e: '!' } }
const S1 = '1 byte each:\n'

// prettier-ignore
const cases: [name: string, text: string, groups: string[], said: string[]][] = [
  ['nothing',                      '',                             [],            []],
  ['sets, in order',               'b\na\n\nd/e\na\n',             ['b a', 'd/e a'], []],
  ['-S',                           `${S1}b\na\n`,                  ['b a'],       []],
  ['-S, and one has grown',        `${S1}b\nfour\na\n`,            ['b a'],       ['import four: has 4 bytes now']],
  ['one is gone',                  'b\ngone\na\n',                 ['b a'],       ['import gone: ENOENT']],
  ['sizes that differ',            'b\nfour\na\n\na\nb\n',         ['a b'],       ['import b: the files of its set are not of one size']],
  ['a line break in a name',       'b\nn\nl\na\n',                 ['b n\nl a'],  []],
  ['-f',                           'a\n\na\nb\n',                  ['a b'],       ['import a: the only name in its set']],
]

for (const [name, text, groups, said] of cases)
  t.test(name, async (t) => {
    const dir = t.testdir(tree)
    t.strictSame(await imported(readFdupes, text, dir), { groups, said })
    const absolute = text.replace(/^(?=[a-z])(?!l$)/gm, `${dir}/`)
    t.strictSame((await imported(readFdupes, absolute, dir, '')).groups, groups, 'absolute')
  })

t.test('a file that is named like the line of -S is found', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  writeFileSync(`${dir}/4 bytes each:`, '!')
  const text = '4 bytes each:\na\nb\n'
  t.strictSame((await imported(readFdupes, text, dir)).groups, ['4 bytes each: a b'])
})

t.test('and where the line of -S may be meant, the set is refused', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  writeFileSync(`${dir}/1 byte each:`, '!')
  t.strictSame(await imported(readFdupes, `${S1}a\nb\n\nb\na\n`, dir), {
    groups: ['b a'],
    said: ['import 1 byte each:: its set can be read in more than one way'],
  })
})

t.test('NUL', async (t) => {
  const dir = t.testdir(tree)
  const read: typeof readFdupes = (input, options) => readFdupes(input, options, true)
  t.strictSame((await imported(read, 'a\0n\nl\0\0b\0a\0\0', dir)).groups, ['a n\nl', 'b a'])
})

t.test('relative to nothing', async (t) => {
  const dir = t.testdir(tree)
  await t.rejects(imported(readFdupes, 'a\nb\n', dir, ''), {
    message: 'line 1: the path "a" is relative: say with --base DIR where fdupes or jdupes ran',
  })
})
