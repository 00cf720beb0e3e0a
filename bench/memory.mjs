// Peak memory of each command at 20,000 and at 1,000,000 records.
import {
  closeSync,
  createWriteStream,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { home, quick } from './settings.mjs'
import { measuresMemory, shell, word } from './shell.mjs'

async function write(path, count, lineOf) {
  const out = createWriteStream(path)
  for (let i = 0; i < count;) {
    const lines = []
    for (const end = Math.min(count, i + 1000); i < end; i++) lines.push(lineOf(i))
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

/** Files of `size` bytes, 1,000 to a directory, that differ in the first ones; the rest are zeros. */
function plant(root, count, size) {
  const start = Buffer.alloc(4)
  for (let dir = 0; dir < count / 1000; dir++) {
    mkdirSync(join(root, `d${dir}`), { recursive: true })
    for (let i = 0; i < 1000; i++) {
      const fd = openSync(join(root, `d${dir}`, `file_${i}.dat`), 'w')
      start.writeUInt32LE(Math.imul(1000 * dir + i, 2654435761) >>> 0)
      if (size > 0) writeSync(fd, start)
      ftruncateSync(fd, size)
      closeSync(fd)
    }
  }
}

const hex = (n) => n.toString(16).padStart(64, '0')
const file = (i, more) => ({
  type: 'file', path: `/tmp/none/d${i % 100}/s${i % 20}/file_${i}.dat`, root: '/tmp/none',
  size: 1 + (i >> 1), dev: '65024', ino: String(1e6 + i), nlink: 1, mode: 33188, uid: 1000, gid: 1000,
  mtimeNs: '1600000000123456789', ctimeNs: '1600000000123456789', blocks: 8, ...more,
}) // prettier-ignore
const hashed = (i) => file(i, { hash: hex(i >> 1), algo: 'blake3' })
const group = (i) => ({
  type: 'group', size: 1 + i, hash: hex(i), algo: 'blake3', files: [file(2 * i), file(2 * i + 1)],
}) // prettier-ignore
const step = (i) => ({
  type: 'step', id: hex(i).slice(-16), op: 'delete', why: 'duplicate',
  file: file(2 * i), keep: file(2 * i + 1), frees: 4096,
}) // prettier-ignore

const cases = [
  ['dd-hash (already hashed)', hashed, 'dd-hash < IN > /dev/null'],
  ['dd-plan hardlink', group, 'dd-plan hardlink --quiet < IN > /dev/null'],
  ['dd-apply (dry run)', step, 'dd-apply --quiet < IN > /dev/null 2>&1'],
  ['dd-group --by size', file, 'dd-group --by size < IN > /dev/null'],
  ['dd-group --by hash', hashed, 'dd-group < IN > /dev/null'],
  ['dd-group --memory 200M', hashed, 'dd-group --memory 200M < IN > /dev/null'],
]

const trees = [
  ['dd-walk', 0, 'dd-walk --min-size 0 TREE > /dev/null'],
  ['dd-prefix (all unlike)', 5000, 'dd-walk TREE | dd-prefix > /dev/null'],
]

const COUNTS = quick ? [1000, 10_000] : [20_000, 1_000_000]

/** Of the most hungry command of a pipeline on a tree. */
function treePeak(count, size, line) {
  const root = join(home, 'tree')
  plant(root, count, size)
  const { peak } = shell(line.replace('TREE', word(root)))
  rmSync(root, { recursive: true })
  return peak
}

/** The result is a table of its own: peaks at few and at many records, and what each record more takes. */
export async function memory() {
  const title = 'Peak memory of each command, of the largest process where there are two'
  if (!measuresMemory) return { title, skipped: 'GNU time is not installed' }
  const input = join(home, 'records')
  const found = trees.map(([name, size, line]) => [
    name,
    ...COUNTS.map((count) => treePeak(count, size, line)),
  ])
  for (const [name, lineOf, line] of cases) {
    const peaks = []
    for (const count of COUNTS) {
      await write(input, count, (i) => JSON.stringify(lineOf(i)))
      peaks.push(shell(line.replace('IN', word(input))).peak)
    }
    found.push([name, ...peaks])
  }
  rmSync(input, { force: true })
  const [few, many] = COUNTS.map((count) => `MiB at ${count.toLocaleString('en')} records`)
  return { title, head: ['command', few, many, 'bytes a record'], body: found.map(withEach) }
}

function withEach([name, few, many]) {
  const each = ((many - few) * 2 ** 20) / (COUNTS[1] - COUNTS[0])
  return [name, ...[few, many, each].map((value) => value.toFixed(0))]
}
