// What dd-prefix remembers of each file, counted in bytes of live memory.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { BigIntStats } from 'node:fs'
import t from 'tap'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { CLASSES } from '../../lib/prefix/found-lines.js'
import { prefixLines } from '../../lib/prefix/prefix-files.js'
import { worker, type Task } from '../../lib/prefix/work.js'

setFlagsFromString('--expose-gc')
setFlagsFromString('--no-concurrent-array-buffer-sweeping') // else it is not known when a collection is over
const collect: () => void = runInNewContext('gc')

const path = (i: number) =>
  `/srv/pool/photos/2019/some-directory/image_${String(i).padStart(8, '0')}.jpg`

/** Every file is as large, and begins as no other does; or it equals one other. */
function reads(filesPerContent: number): ReadCalls {
  let open = 0
  return {
    openSync: (name) => {
      open = Number(/(\d+)\.jpg/.exec(String(name))![1])
      return 3
    },
    readSync: (_fd, to, at, length) => {
      to.fill(0, at, at + length)
      to.writeUInt32LE(Math.imul(Math.floor(open / filesPerContent), 2654435761) >>> 0, at)
      return length
    },
    fstatSync: () =>
      ({
        isFile: () => true,
        size: 5000n,
        ino: BigInt(open + 1000),
        mtimeNs: 1600000000123456789n,
      }) as unknown as BigIntStats,
    closeSync: () => {},
  }
}

async function* lines(count: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i += 250) {
    const batch = Array.from({ length: 250 }, (_, k) => {
      const file = {
        type: 'file', path: path(i + k), root: '/srv/pool', size: 5000, dev: '65024',
        ino: String(i + k + 1000), nlink: 1, mode: 33188, uid: 1000, gid: 1000,
        mtimeNs: '1600000000123456789', ctimeNs: '1600000000123456789', blocks: 8,
      } // prettier-ignore
      return `${JSON.stringify(file)}\n`
    })
    yield Buffer.from(batch.join(''))
  }
}

/** Bytes that are alive when the first record is told. */
async function held(count: number, filesPerContent: number): Promise<number> {
  const settings = {
    wanted: new Set(CLASSES),
    trimsZeros: false,
    threads: 2,
    isProtected: () => false,
    fault: ({ cause }: { cause: unknown }) => t.fail(String(cause)),
    tick: () => {},
    onLeft: () => {},
  }
  let run: ((task: Task) => ReturnType<ReturnType<typeof worker>>) | undefined
  const found = prefixLines(lines(count), settings, (work) => {
    run = worker(work, reads(filesPerContent))
    return { limit: 4, run: async (task) => run!(task), close: () => {} }
  })
  await found.next()
  for (let round = 0; round < 5; round++) {
    collect()
    await new Promise(setImmediate)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  await found.return(undefined)
  return heapUsed + arrayBuffers
}

for (const [what, filesPerContent] of [
  ['unlike', 1],
  ['in pairs', 2],
] as const)
  t.test(`${what}: at most 200 bytes a file, and its path`, async (t) => {
    const [few, many] = [110_000, 230_000] // the lines of both need the temporary file
    const each =
      ((await held(many, filesPerContent)) - (await held(few, filesPerContent))) / (many - few)
    t.ok(each > 50 && each <= 200 + path(0).length, `${each.toFixed(0)} bytes`)
    t.comment(`${each.toFixed(0)} bytes a file`)
  })
