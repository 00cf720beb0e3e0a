import t from 'tap'
import { packedLines, unpackedFacts } from '../../lib/prefix/packed-lines.js'
import { MOST_SCANNED_BYTES } from '../../lib/stream/scan-line.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

const names = (lines: Uint8Array) => unpackedFacts(lines).map(({ path }) => String(path))

t.test('the lines of some files, in the order of their numbers as given', async (t) => {
  const files = listedOnly(['/a', '/b', '/c', '/d'].map((path) => file(path)))
  t.strictSame(names(packedLines([2, 0, 3], files)), ['/c', '/a', '/d'])
  t.strictSame(names(packedLines([], files)), [])
})

t.test('they may come as bare bytes', async (t) => {
  const files = listedOnly(['/a', '/b'].map((path) => file(path)))
  t.strictSame(names(Uint8Array.from(packedLines([1, 0], files))), ['/b', '/a'])
  t.strictSame(names(structuredClone(packedLines([1, 0], files))), ['/b', '/a'])
})

/** A line of so many bytes, with its LF. */
function line(name: string, bytes: number): Buffer {
  const short = JSON.stringify(file(name, { new: '' } as object)).length + 1
  return Buffer.from(JSON.stringify(file(name, { new: 'x'.repeat(bytes - short) } as object)))
}

const MOST = MOST_SCANNED_BYTES

// prettier-ignore
const sizes: [name: string, bytes: number[]][] = [
  ['together as long as can be scanned', [MOST - 1000, 1000]],
  ['a byte more',                        [MOST - 1000, 1001]],
  ['one is as long',                     [500, MOST, 500]],
  ['one is longer',                      [500, MOST + 1, 500]],
  ['several are longer',                 [MOST + 1, 3 * MOST, 500, MOST + 7]],
  ['many short ones',                    Array(5000).fill(500)],
]

for (const [name, bytes] of sizes)
  t.test(name, async (t) => {
    const paths = bytes.map((_, i) => `/${i}`)
    const lines = bytes.map((size, i) => line(paths[i]!, size))
    const packed = packedLines(bytes.keys(), { line: (i) => lines[i]! })
    t.strictSame(names(packed), paths)
  })
