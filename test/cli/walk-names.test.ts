import { Readable } from 'node:stream'
import t from 'tap'
import { walkNames } from '../../lib/cli/walk-names.js'

async function names(operands: string[], list?: string, input = ''): Promise<string[]> {
  const stdin = Readable.from([Buffer.from(input)])
  const given = walkNames({ operands, stdin, fault: () => {} }, list)
  const found: string[] = []
  for await (const name of Symbol.asyncIterator in given ? given : [given])
    found.push(...name.map(String))
  return found
}

t.test('what was typed', async (t) => t.strictSame(await names(['a', 'b']), ['a', 'b']))
t.test('without operands, the current directory', async (t) => t.strictSame(await names([]), ['.']))

t.test('a list', async (t) => {
  const dir = t.testdir({ list: 'a\0b\0', empty: '' })
  t.strictSame(await names([], `${dir}/list`), ['a', 'b'])
  t.strictSame(
    await names([], `${dir}/empty`),
    [],
    'with nothing in it is not the current directory',
  )
  t.strictSame(await names([], '-', 'c\0'), ['c'], 'on standard input')
})

// prettier-ignore
const refused: [name: string, operands: string[], list: string | undefined, says: RegExp][] = [
  ['operands beside a list',       ['a'],  '-',      /put them in the list/],
  ['a list that is not there',     [],     '/none',  /^--files0-from "\/none": no such file or directory$/],
  ['a list that is a directory',   [],     '/',      /^--files0-from "\/": is a directory$/],
  ['an empty operand',             [''],   undefined, /empty/],
]

for (const [name, operands, list, says] of refused)
  t.test(name, async (t) => {
    await t.rejects(names(operands, list), { message: says })
  })
