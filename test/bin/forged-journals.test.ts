// Journals that no run has written, given to what believes journals: as processes.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { encodeRows, HEADER, type Row } from '../../lib/apply/journal-row.js'
import { run, type Ran } from '../helper/run.js'
import { row } from '../helper/rows.js'
import { Scratch } from '../helper/scratch.js'

/** A file that is nowhere else, victims beside its directory, and a journal about it. */
function forge(t: Test, make: (root: string) => Partial<Row>) {
  const files = new Scratch(t)
  files.write('d/only', 'only copy')
  files.write('out/empty', '')
  files.write('out/full', 'a victim')
  const [journal, only] = [`${new Scratch(t).root}/j.csv`, `${files.root}/d/only`]
  const { dev, ino, mtimeNs, mode, size } = lstatSync(only, { bigint: true })
  const seen = { dev, ino, mtimeNs, mode, size }
  const columns = Object.fromEntries(Object.entries(seen).map(([name, n]) => [name, String(n)]))
  const forged = row({ filepath: only, keep: `${files.root}/out/full`, ...columns })
  const rows = [{ ...forged, ...make(files.root) }]
  writeFileSync(journal, Buffer.concat([Buffer.from(HEADER), encodeRows(rows)]), { mode: 0o600 })
  return { files, journal }
}

// prettier-ignore
const ways: [name: string, run: (journal: string) => Promise<Ran>][] = [
  ['--resume',           (journal) => run('dd-apply', ['--apply', '--resume', journal])],
  ['--rollback',         (journal) => run('dd-apply', ['--apply', '--rollback', journal])],
  ['a dry --resume',     (journal) => run('dd-apply', ['--resume', journal])],
  ['a dry --rollback',   (journal) => run('dd-apply', ['--rollback', journal])],
  ['dd-undo',            (journal) => run('dd-undo', [journal])],
]

// prettier-ignore
const forged: [what: string, column: string, make: (root: string) => Partial<Row>][] = [
  ['a full file without a keeper',    'size',     () => ({ keep: '' })],
  ['a temporary name elsewhere',      'temp',     () => ({ temp: '../out/full' })],
  ['an escape in a temporary name',   'temp',     () => ({ temp: '\x1b[31mX' })],
  ['an escape in an op',              'op',       () => ({ op: '\x1b[31mboo' })],
  ['a size of letters',               'size',     () => ({ size: 'abc' })],
  ['a time with a fraction',          'mtimeNs',  () => ({ mtimeNs: '1.5' })],
  ['no mode',                         'mode',     () => ({ mode: 'zz' })],
  ['a relative path',                 'filepath', () => ({ filepath: 'relative/x' })],
  ['a path with ..',                  'filepath', (root) => ({ filepath: `${root}/out/../d/only` })],
  ['no id',                           'id',       () => ({ id: '' })],
  ['done, with a mode below 0',       'mode',     () => ({ status: 'DELETED', mode: '-5' })],
]

// All ways read rows by one door; the first row goes through all, each other one through one.
for (const [i, [what, column, make]] of forged.entries())
  for (const [name, believe] of i === 0 ? ways : [ways[i % ways.length]!])
    t.test(`${name}: ${what}`, async (t) => {
      const { files, journal } = forge(t, make)
      const before = files.picture()
      const { status, stdout, stderr } = await believe(journal)
      t.strictSame([status, stdout], [3, ''])
      t.match(stderr, `refused: ${journal}: line 2: field "${column}": expected `)
      t.notMatch(stderr, /[^ -~\n]/, 'nothing that a terminal obeys')
      t.strictSame(files.picture(), before)
    })

t.test('an escape in a name is no escape in a message', async (t) => {
  const make = (root: string) => ({ filepath: `${root}/d/\x1b[31m`, keep: `${root}/\x1b]0;x\x07` })
  for (const [name, believe] of ways) {
    const { files, journal } = forge(t, make)
    const before = files.picture()
    const { status, stderr } = await believe(journal)
    t.ok(status === 0 || status === 1, name)
    t.notMatch(stderr, /[^ -~\n]/, name)
    t.strictSame(files.picture(), before)
  }
})

for (const [name, believe] of ways) {
  t.test(`${name}: others may write to the journal`, async (t) => {
    const { journal } = forge(t, () => ({}))
    chmodSync(journal, 0o622)
    t.match(await believe(journal), {
      status: 2,
      stdout: '',
      stderr: /usage: others may write to /,
    })
  })

  const skip = process.getuid?.() === 0 ? false : 'needs root'
  t.test(`${name}: the journal is another user's`, { skip }, async (t) => {
    const { journal } = forge(t, () => ({}))
    chownSync(journal, 65534, 65534)
    t.match(await believe(journal), { status: 2, stdout: '', stderr: /belongs to another user/ })
  })

  t.test(`${name}: the journal is a FIFO that nobody writes to`, async (t) => {
    const path = `${new Scratch(t).root}/fifo`
    execFileSync('mkfifo', [path])
    t.match(await believe(path), { status: 2, stderr: `usage: "${path}" is not a regular file` })
  })
}

t.test('--trust-journal', async (t) => {
  const { journal, files } = forge(t, () => ({ status: 'SKIPPED', error: 'rolled back' }))
  const before = files.picture()
  chmodSync(journal, 0o666)
  for (const args of [[], ['--apply']])
    for (const way of ['--resume', '--rollback'])
      t.match(await run('dd-apply', [...args, '--trust-journal', way, journal]), { status: 0 })
  t.match(await run('dd-undo', ['--trust-journal', journal]), { status: 0, stderr: '' })
  t.strictSame(files.picture(), before)
  t.match(await run('dd-apply', ['--trust-journal']), { status: 2, stderr: /is for --resume/ })
})
