// dd-dupes as a process, while files change under its hands.
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import { whileHeld } from '../helper/held.js'
import { records } from '../helper/run.js'
import { Running, type Ended } from '../helper/running.js'
import { Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'

const CHANGED = 'changed since it was listed'
const NOT_REGULAR = 'is no longer a regular file'

type Change = readonly [what: string, change: (path: string) => void, says: string]

// prettier-ignore
const replaced: Change[] = [
  ['is gone',              (path) => fs.unlinkSync(path),                 'no such file or directory'],
  ['is another file',      (path) => replace(path, () => fs.copyFileSync(`${path}.old`, path)), 'was replaced by another file since it was listed'],
  ['is a symlink now',     (path) => replace(path, () => fs.symlinkSync('two', path)), 'is a symbolic link, or too many of them'],
  ['is a FIFO now',        (path) => replace(path, () => execFileSync('mkfifo', [path])), NOT_REGULAR],
  ['is a directory now',   (path) => replace(path, () => fs.mkdirSync(path)), NOT_REGULAR],
]

// prettier-ignore
const changed: Change[] = [
  ['grows',                (path) => fs.appendFileSync(path, 'x'),        CHANGED],
  ['shrinks',              (path) => fs.truncateSync(path, 100),          CHANGED],
  ['loses all its bytes',  (path) => fs.truncateSync(path),               CHANGED],
  ['is touched',           (path) => fs.utimesSync(path, 1, 1),           CHANGED],
]

// prettier-ignore
const rewritten: Change[] = [
  ['has another beginning', (path) => write(path, 'y', 0),                CHANGED],
  ['has another end',      (path) => write(path, 'y', fs.statSync(path).size - 1), CHANGED],
]

const harmless: Change[] = [
  ['gets another name', (path) => fs.linkSync(path, `${path}.link`), ''],
  ['gets another mode', (path) => fs.chmodSync(path, 0o600), ''],
]

/** The old file stays, so that its inode is not given to the new one. */
function replace(path: string, make: () => unknown): void {
  fs.renameSync(path, `${path}.old`)
  make()
}

function write(path: string, text: string, at: number): void {
  const fd = fs.openSync(path, 'r+')
  fs.writeSync(fd, text, at)
  fs.closeSync(fd)
}

/** Three copies. */
function three(t: Test, bytes: number): Scratch {
  const scratch = new Scratch(t)
  for (const name of ['one', 'two', 'three']) scratch.write(name, 'x'.repeat(bytes))
  return scratch
}

/** What was found is the three of them, or without `one` the two. */
function check(t: Test, { root }: Scratch, { status, stdout, stderr }: Ended, says: string): void {
  const found = records(stdout).map(({ files }) => files.map(({ path }: any) => path))
  const names = says === '' ? ['one', 'three', 'two'] : ['three', 'two']
  t.strictSame([status, found], [says === '' ? 0 : 1, [names.map((name) => `${root}/${name}`)]])
  const line = says === '' ? '' : `dd-dupes: read "${root}/one": ${says}\n`
  t.equal(stderr, line)
}

/** Short, and so long that its end is sampled, too, and it is read side by side with the others. */
const SIZES = [5000, 300_000]

/** `one` changes when all three are listed, and none of them was read yet. */
async function whenListed({ root }: Scratch, change: (path: string) => void): Promise<Ended> {
  const args = ['-q', '--files0-from', '-']
  const running = new Running('dd-dupes', args, { cwd: root, input: 'one\0two\0three\0none\0' })
  await running.says('/none"')
  change(`${root}/one`)
  running.closeInput()
  const { stderr, ...ended } = await running.end()
  return { ...ended, stderr: stderr.replace(/^dd-dupes: stat "[^"]*\/none": .*\n/, '') }
}

for (const [what, change, says] of [...replaced, ...changed, ...harmless])
  t.test(`a file that ${what} when it is listed already`, async (t) => {
    for (const bytes of SIZES) {
      const scratch = three(t, bytes)
      const ended = await whenListed(scratch, change)
      check(t, scratch, { ...ended, status: ended.stderr === '' ? 0 : 1 }, says)
    }
  })

for (const [what, change, says] of rewritten)
  t.test(`a file that ${what} when it is listed already`, async (t) => {
    for (const bytes of SIZES) {
      const scratch = three(t, bytes)
      const { stdout, stderr } = await whenListed(scratch, change)
      const line = `dd-dupes: read "${scratch.root}/one": ${says}\n`
      t.ok(stderr === line || stderr === '', 'a sample that differs says enough')
      check(t, scratch, { status: 1, signal: null, stdout, stderr: line }, says)
    }
  })

const skip = cannotTrace()

for (const [what, change, says] of [...replaced, ...changed, ...rewritten, ...harmless])
  t.test(`a file that ${what} when it was sampled`, { skip }, async (t) => {
    const scratch = three(t, 300_000)
    const one = `${scratch.root}/one`
    const moment = { path: one, call: 'close', nth: 1 }
    check(t, scratch, await whileHeld(scratch.root, moment, () => change(one)), says)
  })

/** By its size, the read after which the file is held: a short one is read once, a long one is sampled before. */
const READS = [
  [5000, 1],
  [300_000, 3],
] as const

for (const [what, change, says] of [...changed, ...rewritten, ...harmless])
  t.test(`a file that ${what} while it is read`, { skip }, async (t) => {
    for (const [bytes, nth] of READS) {
      const scratch = three(t, bytes)
      const one = `${scratch.root}/one`
      const moment = { path: one, call: 'pread64', nth }
      check(t, scratch, await whileHeld(scratch.root, moment, () => change(one)), says)
    }
  })

for (const [what, change, says] of replaced)
  t.test(`a file whose name ${what} while it is read`, { skip }, async (t) => {
    // Its ctime has moved with that, so a short one, too, is looked for once more.
    for (const [bytes, nth] of READS) {
      const scratch = three(t, bytes)
      const one = `${scratch.root}/one`
      const moment = { path: one, call: 'pread64', nth }
      const ended = await whileHeld(scratch.root, moment, () => change(one))
      check(t, scratch, ended, says)
    }
  })

t.test('a file that cannot be read to its end', { skip }, async (t) => {
  for (const [bytes, nth] of [...READS, [300_000, 1]]) {
    const scratch = three(t, bytes!)
    const one = `${scratch.root}/one`
    const inject = ['-e', 'trace=pread64', '-e', `inject=pread64:error=EIO:when=${nth}+`]
    const before = ['strace', '-f', '-qq', '-o', '/dev/null', '-P', one, ...inject]
    const args = ['-q', '--threads', '1']
    const running = new Running('dd-dupes', args, { cwd: scratch.root, before })
    check(t, scratch, await running.end(), 'input/output error')
  }
})
