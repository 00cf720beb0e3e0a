import { join } from 'node:path'
import t from 'tap'
import { freeAddresses, roomFor } from '../../lib/fs/room-for.js'
import { runIn } from '../helper/run.js'

const ALL = { descriptors: Infinity, bytes: Infinity }
const GIB = 2 ** 30
/** What this thread takes itself. */
const ownBytes = GIB / 4

// prettier-ignore
const cases: [name: string, wanted: [others: number, files: number], least: number, left: Partial<typeof ALL>, want: [others: number, files: number]][] = [
  ['no limit',                         [7, 32],        4, {},                    [7, 32]],
  ['as many as there can be',          [Infinity, 2],  2, {},                    [Infinity, 2]],
  ['none is wanted',                   [0, 28],        2, {},                    [0, 28]],
  ['enough for all',                   [1, 32],        4, { descriptors: 76 },   [1, 32]],
  ['one descriptor too few',           [1, 32],        4, { descriptors: 75 },   [1, 31]],
  ['fewer files before fewer threads', [1, 32],        4, { descriptors: 20 },   [1, 4]],
  ['then fewer threads',               [1, 32],        4, { descriptors: 19 },   [0, 11]],
  ['one for each core of many',        [192, 32],      4, { descriptors: 1000 }, [123, 4]],
  ['never less than is of use',        [3, 32],        4, { descriptors: 3 },    [0, 4]],
  ['nothing left at all',              [3, 32],        2, { descriptors: 0 },    [0, 2]],
  ['addresses for one',                [3, 32],        2, { bytes: 1.25 * GIB }, [1, 32]],
  ['addresses for none',               [3, 32],        2, { bytes: GIB },        [0, 32]],
  ['none but for this one',            [3, 32],        2, { bytes: GIB / 4 },   [0, 32]],
  ['addresses for more',               [9, 32],        2, { bytes: 4 * GIB },    [3, 32]],
  ['of both, what is less',            [9, 32],        4, { bytes: 4 * GIB, descriptors: 30 }, [2, 4]],
]

for (const [name, [others, files], least, left, [some, each]] of cases)
  t.test(name, async (t) => {
    const room = roomFor({ others, files, least, ownBytes }, { ...ALL, ...left })
    t.strictSame(room, { others: some, files: each })
  })

t.test('what the system says of this process is room for a thread', async (t) => {
  t.strictSame(roomFor({ others: 1, files: 2, least: 2, ownBytes }), { others: 1, files: 2 })
})

t.test('too little for this thread', async (t) => {
  const wanted = { others: 1, files: 2, least: 2, ownBytes }
  for (const bytes of [ownBytes - 1, 0, -GIB])
    t.throws(() => roomFor(wanted, { ...ALL, bytes }), { message: /address space/ })
})

const MODULE = join(import.meta.dirname, '../../lib/fs/room-for.js')

t.test(
  'addresses that are taken are not free',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async (t) => {
    const script = `import { freeAddresses } from ${JSON.stringify(MODULE)}
    console.log(freeAddresses())`
    const limited = 'ulimit -v 8000000; exec "$0" --input-type=module -e "$1"'
    const free = Number(runIn('/', 'bash', ['-c', limited, process.execPath, script]).stdout)
    t.ok(free > 0 && free < 8_000_000 * 1024 - 2 ** 20, `${free} bytes`)
    t.equal(freeAddresses(), Infinity, 'without a limit')
  },
)
