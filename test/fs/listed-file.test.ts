import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { Changed, checkListed, isAsListed, openListed, type ReadCalls } from '../../lib/fs/listed-file.js' // prettier-ignore
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { Scratch } from '../helper/scratch.js'

const { O_NOATIME = 0, O_NOFOLLOW, O_NONBLOCK } = fs.constants
const euid = process.geteuid!()

/** Opens that fail with these codes, one after the other, and the flags that they were given. */
function opens(...codes: string[]) {
  const flags: number[] = []
  const openSync: ReadCalls['openSync'] = (_, flag) => {
    flags.push(flag)
    const code = codes.shift()
    if (code !== undefined) throw Object.assign(new Error(`${code}: sorry`), { code })
    return 42
  }
  return { calls: { ...fs, openSync }, flags }
}

// prettier-ignore
const outcomes: [name: string, codes: string[], want: string, opens: number][] = [
  ['it opens',                              [],                 '42',                          1],
  ['noatime is refused: once more without', ['EPERM'],          '42',                          2],
  ['it is refused without, too',            ['EPERM', 'EACCES'], 'EACCES',                     2],
  ['refused for good',                      ['EPERM', 'EPERM'], 'EPERM',                       2],
  ['not readable',                          ['EACCES'],         'EACCES',                      1],
  ['gone',                                  ['ENOENT'],         'ENOENT',                      1],
  ['a symlink',                             ['ELOOP'],          'ELOOP',                       1],
  ['a socket',                              ['ENXIO'],          'is no longer a regular file', 1],
]

for (const [name, codes, want, count] of outcomes)
  t.test(name, { skip: O_NOATIME === 0 && 'no O_NOATIME' }, async (t) => {
    const { calls, flags } = opens(...codes)
    t.equal(
      outcome(() => openListed(calls, '/x', euid)),
      want,
    )
    t.equal(flags.length, count)
    t.ok(flags.every((flag) => flag & O_NOFOLLOW && flag & O_NONBLOCK))
    t.strictSame(
      flags.map((flag) => (flag & O_NOATIME) !== 0),
      [true, false].slice(0, count),
    )
  })

t.test(
  "another user's file: root may leave its atime alone, nobody else",
  { skip: O_NOATIME === 0 && 'no O_NOATIME' },
  async (t) => {
    const { calls, flags } = opens()
    openListed(calls, '/x', euid + 1)
    t.equal((flags[0]! & O_NOATIME) !== 0, euid === 0)
  },
)

/** The code of the error, or its message where it has none; else what came. */
function outcome(work: () => unknown): string {
  try {
    return String(work())
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? (error instanceof Changed ? message : `${error}`)
  }
}

t.test('files that are there', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('file')
  fs.symlinkSync(scratch.at('file'), scratch.at('link'))
  spawnSync('mkfifo', [scratch.at('fifo').toString()])
  const open = (name: string) =>
    outcome(() => {
      const fd = openListed(fs, scratch.at(name), euid)
      fs.closeSync(fd)
      return 'open'
    })
  t.equal(open('file'), 'open')
  t.equal(open('link'), 'ELOOP')
  t.equal(open('none'), 'ENOENT')
  t.equal(open('fifo'), 'open', 'and it does not wait for a writer')
  process.chdir(scratch.root) // the whole path may be too long for a socket
  const server = createServer().listen('socket')
  await new Promise((resolve) => server.once('listening', resolve))
  t.equal(open('socket'), 'is no longer a regular file')
  server.close()
  process.chdir('/')
})

const MODULE = join(import.meta.dirname, '../../lib/fs/listed-file.js')

const noFlag = O_NOATIME === 0 && 'no O_NOATIME'

t.test('what nobody may ask for', { skip: noFlag || cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  fs.chmodSync(scratch.root, 0o755)
  const script = `import * as fs from 'node:fs'
    import { noAtime, openListed } from ${JSON.stringify(MODULE)}
    const us = process.geteuid()
    for (const uid of [us, us + 1, 0]) {
      let opens = 0
      const openSync = () => {
        opens++
        throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
      }
      try { openListed({ ...fs, openSync }, '/x', uid) } catch {}
      console.log(noAtime(uid) !== 0, opens)
    }`
  scratch.write('script.mjs', script)
  const { stdout, stderr } = await asNobody(`'${process.execPath}' script.mjs`, scratch.root)
  t.equal(stdout, 'true 2\nfalse 1\nfalse 1\n', stderr)
})

const facts = { size: 5, ino: 2n ** 64n - 1n, mtimeNs: -3n }
const stat = { isFile: () => true, size: 5n, ino: -1n, mtimeNs: -3n } // an inode over 2^63 comes negative

// prettier-ignore
const checks: [name: string, now: object, want: string][] = [
  ['it is the same',      {},                                   'undefined'],
  ['no file',             { isFile: () => false },              'is no longer a regular file'],
  ['another inode',       { ino: 7n },                          'was replaced by another file since it was listed'],
  ['another size',        { size: 6n },                         'changed since it was listed'],
  ['another time',        { mtimeNs: -2n },                     'changed since it was listed'],
  ['all at once',         { ino: 7n, size: 6n, mtimeNs: 9n },   'was replaced by another file since it was listed'],
]

for (const [name, now, want] of checks)
  t.test(`since it was listed: ${name}`, async (t) => {
    t.equal(
      outcome(() => checkListed({ ...stat, ...now } as fs.BigIntStats, facts)),
      want,
    )
  })

// prettier-ignore
const untouched: [name: string, now: object, isAsListed: boolean][] = [
  ['it is the same',      {},                      true],
  ['no file',             { isFile: () => false }, false],
  ['another inode',       { ino: 7n },             false],
  ['another size',        { size: 6n },            false],
  ['another time',        { mtimeNs: -2n },        false],
  ['its inode was changed', { ctimeNs: 9n },       false],
]

for (const [name, now, want] of untouched)
  t.test(`not even touched: ${name}`, async (t) => {
    const all = { ...stat, ctimeNs: 8n, ...now } as fs.BigIntStats
    t.equal(isAsListed(all, { ...facts, ctimeNs: 8n }), want)
  })
