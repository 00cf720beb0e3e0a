import t from 'tap'
import { joinLines } from '../../lib/import/join-lines.js'

// prettier-ignore
const cases: [name: string, lines: string[], files: string[], ways: number, names: string[], hasBreaks: boolean][] = [
  ['no lines',                                 [],                    [],                    1, [],           false],
  ['a name each',                              ['a', 'b'],            ['a', 'b'],            1, ['a', 'b'],   false],
  ['one with a line break',                    ['a', 'b', 'c'],       ['a\nb', 'c'],         1, ['a\nb', 'c'], true],
  ['at the end',                               ['a', 'b', 'c'],       ['a', 'b\nc'],         1, ['a', 'b\nc'], true],
  ['of three lines',                           ['a', 'b', 'c'],       ['a\nb\nc'],           1, ['a\nb\nc'],  true],
  ['two of them',                              ['a', 'b', 'a', 'b2'], ['a\nb', 'a\nb2'],     1, ['a\nb', 'a\nb2'], true],
  ['joined, though its first line is a name',  ['a', 'b', 'c'],       ['a', 'a\nb', 'c'],    1, ['a\nb', 'c'], true],
  ['joined and parted',                        ['a', 'b'],            ['a', 'b', 'a\nb'],    1, ['a', 'b'],   false],
  ['at either line',                           ['a', 'b', 'c'],       ['a\nb', 'c', 'a', 'b\nc'], 2, [],      true],
  ['a line that is nothing',                   ['a', 'x', 'b'],       ['a', 'b'],            0, [],           false],
  ['and one with a line break elsewhere',      ['a', 'x', 'b', 'c'],  ['a', 'b\nc'],         0, [],           true],
]

for (const [name, lines, files, ways, names, hasBreaks] of cases)
  t.test(name, async (t) => {
    const joined = joinLines(lines, (name) => files.includes(name))
    t.equal(joined.ways, ways)
    t.equal(joined.hasBreaks, hasBreaks)
    if (ways < 2) t.strictSame(joined.names, names)
  })

t.test('what is longer than a path is not asked for', async (t) => {
  const asked: number[] = []
  joinLines(['a'.repeat(4000), 'b'.repeat(95), 'c'], (name) => asked.push(name.length) < 0)
  t.equal(Math.max(...asked), 4096)
})

t.test('one line that is nothing does not make all the others be joined', async (t) => {
  const lines = Array.from({ length: 5000 }, (_, i) => `/some/directory/file ${i}`)
  let asked = 0
  joinLines(lines, (name) => ++asked > 0 && !name.includes('file 2500'))
  t.ok(asked < 5000 + 160 * 160, `${asked} times`)
})
