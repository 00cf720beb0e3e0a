import t from 'tap'
import { readNames } from '../../lib/stream/read-names.js'

async function read(...chunks: string[]) {
  const faults: string[] = []
  const names: string[] = []
  async function* input() {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1')
  }
  const fault = ({ doing, cause }: { doing: string; cause: unknown }) =>
    faults.push(`${doing}: ${cause}`)
  for await (const batch of readNames(input(), (f) => void fault(f)))
    names.push(...batch.map((name) => name.toString('latin1')))
  return { names, faults }
}

const EMPTY = (n: number) => `name ${n} of the list: empty`
const OTHER = (n: number) =>
  `name ${n} of the list: not one name: names in a list end with NUL, as find -print0 writes them`

// prettier-ignore
const lists: [list: string, names: string[], faults: string[]][] = [
  ['',                  [],               []],
  ['a\0',               ['a'],            []],
  ['a\0bc\0',           ['a', 'bc'],      []],
  ['a\0b',              ['a', 'b'],       []],
  ['a\n\0 \0\xff\0',    ['a\n', ' ', '\xff'], []],
  ['\0',                [],               [EMPTY(1)]],
  ['a\0\0b\0\0',        ['a', 'b'],       [EMPTY(2), EMPTY(4)]],
  ['a\nb\n',            [],               [OTHER(1)]],
  ['a\0b\nc\n',         ['a'],            [OTHER(2)]],
]

for (const [list, names, faults] of lists)
  t.test(JSON.stringify(list), async (t) => {
    for (let cut = 0; cut <= list.length; cut++)
      t.strictSame(
        await read(list.slice(0, cut), list.slice(cut)),
        { names, faults },
        `cut at ${cut}`,
      )
    t.strictSame(await read(...list), { names, faults }, 'byte by byte')
  })

t.test('what is longer than a path is refused, and the list goes on behind it', async (t) => {
  const long = 'x'.repeat(5000)
  t.strictSame(await read(`a\0${long}\0b\0`), { names: ['a', 'b'], faults: [OTHER(2)] })
  t.strictSame(await read('a\0', ...long, long, '\0b'), { names: ['a', 'b'], faults: [OTHER(2)] })
  t.strictSame(await read(long), { names: [], faults: [OTHER(1)] })
  t.strictSame(await read(`${'x'.repeat(4096)}\0`), { names: ['x'.repeat(4096)], faults: [] })
})
