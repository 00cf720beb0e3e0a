// Peak memory of each command at 20,000 and at 1,000,000 records.
import {
  closeSync,
  createWriteStream,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { shell } from './turns.mjs'

/** Tells the peak resident set of every Node process of a pipeline, in KiB, in the file $PEAK. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import { appendFileSync } from 'node:fs'
  process.on('exit', () =>
    appendFileSync(process.env.PEAK, process.argv[1].replace(/.*\\//, '') + ' ' + process.resourceUsage().maxRSS + '\\n'))
`)}`

function peak(home, line) {
  const file = join(home, 'peak')
  rmSync(file, { force: true })
  shell(line, { PEAK: file, NODE_OPTIONS: `--import "${TELL}"` })
  const kib = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((told) => Number(told.split(' ')[1]))
  return Math.max(...kib) / 1024
}

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

const COUNTS = [20_000, 1_000_000]

/** Of the most hungry command of a pipeline on a tree. */
function treePeak(root, count, size, line) {
  plant(root, count, size)
  const found = peak(join(root, '..'), line.replace('TREE', root))
  rmSync(root, { recursive: true })
  return found
}

/** Rows: what, MiB at 20,000 records, MiB at 1,000,000, their difference, bytes for each record more. */
export async function memory(home) {
  const input = join(home, 'records')
  const rows = trees.map(([name, size, line]) => [
    name,
    ...COUNTS.map((count) => treePeak(join(home, 'tree'), count, size, line)),
  ])
  for (const [name, lineOf, line] of cases) {
    const found = []
    for (const count of COUNTS) {
      await write(input, count, (i) => JSON.stringify(lineOf(i)))
      found.push(peak(home, line.replace('IN', input)))
    }
    rows.push([name, ...found])
  }
  rmSync(input, { force: true })
  return rows
}
