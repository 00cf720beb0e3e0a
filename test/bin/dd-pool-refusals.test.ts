// What keeps a pool link from being made: each case leaves everything as it was, on all disks. All
// cases are one run, each in directories with its number.
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import { must } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'

type Paths = {
  /** The keeper, the file; and both as they are in the pool. */
  readonly keep: string
  readonly file: string
  readonly pool: { readonly keep: string; readonly file: string }
  /** Where the link will be: its directories are not there. */
  readonly link: string
  /** The outermost of these. */
  readonly outer: string
  /** The name of the file on a third branch. */
  readonly shadow: string
}

type Deed = (paths: Paths) => (() => void) | void

const write = (path: string, content: string) => {
  fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true })
  fs.writeFileSync(path, content)
}

/** Open for writing; returns what closes it. */
const writing = (path: string) => {
  const fd = fs.openSync(path, 'r+')
  return () => fs.closeSync(fd)
}

const nest = (dir: string) => {
  fs.mkdirSync(dir)
  must('mount', '-t', 'tmpfs', 'tmpfs', dir)
  return () => must('umount', dir)
}

const swap = (path: string, make: (path: string) => void) => {
  fs.unlinkSync(path)
  make(path)
}

// What dd-plan says of it, or, if it makes a step, what dd-apply does.
// prettier-ignore
const rows: [name: string, when: 'before the plan' | 'after', deed: Deed, says: string][] = [
  ['a file where its directory must be',       'before the plan', (p) => write(p.outer, 'a file'),              'conflict: on the branch "%d1" no directory stands where one must be'],
  ['a file further down',                      'before the plan', (p) => write(`${p.outer}/sub`, 'a file'),     'conflict: on the branch "%d1" no directory stands where one must be'],
  ['a symlink where its directory must be',    'before the plan', (p) => fs.symlinkSync('Media', p.outer),      'conflict: on the branch "%d1" no directory stands where one must be'],
  ['another file system in its way',           'before the plan', (p) => nest(p.outer),                         'device: another file system is mounted where its link would be'],
  ['another file where the link would be',     'before the plan', (p) => write(p.link, 'CONTENT'),              'conflict: another file has its name on the branch "%d1"'],
  ['a larger one',                             'before the plan', (p) => write(p.link, 'content, more'),        'conflict: another file has its name on the branch "%d1"'],
  ['a directory',                              'before the plan', (p) => void fs.mkdirSync(p.link, { recursive: true }), 'conflict: another file has its name on the branch "%d1"'],
  ['a symlink to the keeper',                  'before the plan', (p) => (write(`${p.link}2`, ''), fs.symlinkSync(p.keep, p.link)), 'conflict: another file has its name on the branch "%d1"'],
  ['another file of its name elsewhere',       'after',           (p) => write(p.shadow, 'CONTENT'),            'conflict: another file has its name on the branch "%d3"'],
  ['one is writing to the file',               'after',           (p) => writing(p.file),                       'busy: the file is open for writing'],
  ['one is writing to it through the pool',    'after',           (p) => writing(p.pool.file),                  'busy: the file is open for writing'],
  ['one is writing to the keeper',             'after',           (p) => writing(p.keep),                       'busy: the keeper is open for writing'],
  ['one is writing to it through the pool too', 'after',          (p) => writing(p.pool.keep),                  'busy: the keeper is open for writing'],
  ['the file was rewritten since jdupes ran',  'before the plan', (p) => write(p.file, 'CONTENT'),              'differs: its bytes differ from the keeper'],
  ['the keeper was',                           'before the plan', (p) => write(p.keep, 'CONTENT'),              'differs: its bytes differ from the keeper'],
  ['the file grew since jdupes ran',           'before the plan', (p) => write(p.file, 'content, more'),        'plan: has 13 bytes now, and had 7 when jdupes saw it'],
  ['the keeper grew',                          'before the plan', (p) => write(p.keep, 'content, more'),        'plan: has 13 bytes now, and had 7 when jdupes saw it'],
  ['the file was removed since jdupes ran',    'before the plan', (p) => fs.unlinkSync(p.file),                 'plan: no such file or directory'],
  ['the keeper was removed',                   'before the plan', (p) => fs.unlinkSync(p.keep),                 'plan: no such file or directory'],
  ['the file was rewritten since the plan',    'after',           (p) => write(p.file, 'CONTENT'),              'changed: the file changed since it was planned'],
  ['the keeper was',                           'after',           (p) => write(p.keep, 'CONTENT'),              'changed: the keeper changed since it was planned'],
  ['the file was removed since the plan',      'after',           (p) => fs.unlinkSync(p.file),                 'gone: the file is gone'],
  ['the keeper was removed',                   'after',           (p) => fs.unlinkSync(p.keep),                 'gone: the keeper is gone'],
  ['the file got another name',                'after',           (p) => fs.linkSync(p.file, `${p.file}2`),     'links: it got another name since it was planned: nothing would be freed'],
  ['the file is a symlink by now',             'after',           (p) => swap(p.file, (path) => fs.symlinkSync('x', path)), 'changed: the file was replaced'],
  ['it is a FIFO',                             'after',           (p) => swap(p.file, (path) => must('mkfifo', path)), 'changed: the file is no longer a regular file'],
]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'getfattr'], () => {
  const pool = new Pool(t, { d1: ['ext4', 24], d2: ['ext4', 24], d3: ['ext4', 24] })

  t.test('what is in the way of a pool link', async (t) => {
    const cases = rows.filter(([name]) => !noNative || !name.includes('writing'))
    if (noNative) t.comment(`SKIPPED: writers are not seen: ${noNative}`)
    const names = cases.map((_, i) => [`d1/Media/k${i}`, `d2/outer${i}/sub/d`] as const)
    pool.plant(Object.fromEntries(names.flat().map((name) => [name, 'content'])))
    pool.mount()
    const json = jdupesJson(pool, ...names)
    const before = actAll(pool, cases, 'before the plan')
    const plan = await new PoolPlay(t, pool).plan(json)
    const after = actAll(pool, cases, 'after')
    const play = new PoolPlay(t, pool)
    const { status, results } = await play.apply(plan.stdout)
    t.equal(status, 1)
    t.strictSame(play.picture(), play.before)
    const told = new Map(
      results.map(({ path, error }) => [path, `${error?.code}: ${error?.message}`]),
    )
    for (const [i, [name, , , says]] of cases.entries())
      saysSo(
        t,
        name,
        says.replace('%', `${pool.base}/disks/`),
        told.get(at(pool, i).file),
        plan.stderr,
        i,
      )
    for (const end of [...before, ...after]) end()
  })
})

function saysSo(t: Test, name: string, says: string, told = 'no step', plan: string, i: number) {
  if (!says.startsWith('plan: ')) return t.equal(told, says, name)
  t.equal(told, 'no step', name)
  const lines = plan
    .split('\n')
    .filter((line) => new RegExp(`/(?:k${i}|outer${i}/sub/d)": `).test(line))
  return t.match(lines.join('\n'), says.slice('plan: '.length), name)
}

function at(pool: Pool, i: number): Paths {
  const [keep, file] = [`Media/k${i}`, `outer${i}/sub/d`]
  return {
    keep: pool.path(`d1/${keep}`),
    file: pool.path(`d2/${file}`),
    pool: { keep: pool.path(`pool/${keep}`), file: pool.path(`pool/${file}`) },
    link: pool.path(`d1/${file}`),
    outer: pool.path(`d1/outer${i}`),
    shadow: pool.path(`d3/${file}`),
  }
}

function actAll(pool: Pool, cases: typeof rows, time: string): (() => void)[] {
  const ends = cases.map(([, when, deed], i) => (when === time ? deed(at(pool, i)) : undefined))
  return ends.filter((end) => end !== undefined)
}
