// What keeps a pool link from being made: each case leaves everything as it was, on all disks.
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import { outcomes } from '../helper/applied.js'
import { must } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import type { Planted } from '../helper/pool-files.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'

const FILES: Planted = { 'd1/Media/k': 'content', 'd2/Down/sub/d': 'content' }
const [KEEP, FILE] = ['d1/Media/k', 'd2/Down/sub/d']

type Deed = (pool: Pool) => (() => void) | void

/** Holds a file open for writing; returns what closes it. */
const writing = (name: string) => (pool: Pool) => {
  const fd = fs.openSync(pool.path(name), 'r+')
  return () => fs.closeSync(fd)
}

const nested = (pool: Pool) => {
  fs.mkdirSync(pool.path('d1/Down'))
  must('mount', '-t', 'tmpfs', 'tmpfs', pool.path('d1/Down'))
  return () => must('umount', pool.path('d1/Down'))
}

/** Another file of the name on a branch of which the plan knew nothing. */
const appears = (name: string, content: string) => (pool: Pool) => pool.plant({ [name]: content })

const nothing: Deed = () => {}

type Row = [
  name: string,
  when: 'before' | 'after',
  deed: Deed,
  plan: RegExp,
  results: string[],
  apply: RegExp,
]

// `before` the plan is made, or `after` that.
// prettier-ignore
const rows: Row[] = [
  ['a file where its directory must be',      'before', (p) => p.write('d1/Down', 'a file'),       /1 step /, ['failed conflict'], /on the branch ".*\/d1" no directory stands where one must be/],
  ['a file further down',                     'before', (p) => p.plant({ 'd1/Down/sub': 'file' }), /1 step /, ['failed conflict'], /no directory stands/],
  ['a symlink where its directory must be',   'before', (p) => fs.symlinkSync('Media', p.path('d1/Down')), /1 step /, ['failed conflict'], /no directory stands/],
  ['another file system in its way',          'before', nested,                                    /1 step /, ['skipped device'],  /another file system is mounted where its link would be/],
  ['another file where the link would be',    'before', appears('d1/Down/sub/d', 'CONTENT'),       /1 step /, ['failed conflict'], /another file has its name on the branch ".*\/d1"/],
  ['a larger one',                            'before', appears('d1/Down/sub/d', 'content, more'), /1 step /, ['failed conflict'], /another file has its name/],
  ['a directory',                             'before', (p) => p.plant({ 'd1/Down/sub/d/': '' }),  /1 step /, ['failed conflict'], /another file has its name/],
  ['another file of its name elsewhere',      'after',  appears('d3/Down/sub/d', 'CONTENT'),       /1 step /, ['failed conflict'], /another file has its name on the branch ".*\/d3"/],
  ['one is writing to the file',              'after',  writing(FILE),                             /1 step /, ['skipped busy'],    /the file is open for writing/],
  ['one is writing to it through the pool',   'after',  writing('pool/Down/sub/d'),                /1 step /, ['skipped busy'],    /the file is open for writing/],
  ['one is writing to the keeper',            'after',  writing(KEEP),                             /1 step /, ['skipped busy'],    /the keeper is open for writing/],
  ['one is writing to it through the pool, too', 'after', writing('pool/Media/k'),                 /1 step /, ['skipped busy'],    /the keeper is open for writing/],
  ['the file was rewritten since jdupes ran', 'before', (p) => p.write(FILE, 'CONTENT'),           /1 step /, ['skipped differs'], /its bytes differ/],
  ['the keeper was',                          'before', (p) => p.write(KEEP, 'CONTENT'),           /1 step /, ['skipped differs'], /its bytes differ/],
  ['the file grew since jdupes ran',          'before', (p) => p.write(FILE, 'content, more'),     /sub\/d": has 13 bytes now/, [],          /^dd-apply: journal: .*\n$/],
  ['the keeper grew',                         'before', (p) => p.write(KEEP, 'content, more'),     /Media\/k": has 13 bytes now/, [],        /^dd-apply: journal: .*\n$/],
  ['the file was removed since jdupes ran',   'before', (p) => p.remove(FILE),                     /sub\/d": .*no such file/, [],  /^dd-apply: journal: .*\n$/],
  ['the keeper was removed',                  'before', (p) => p.remove(KEEP),                     /Media\/k": .*no such file/, [], /^dd-apply: journal: .*\n$/],
  ['the file was rewritten since the plan',   'after',  (p) => p.write(FILE, 'CONTENT'),           /1 step /, ['skipped changed'], /the file changed since it was planned/],
  ['the keeper was',                          'after',  (p) => p.write(KEEP, 'CONTENT'),           /1 step /, ['skipped changed'], /the keeper changed since it was planned/],
  ['the file was removed since the plan',     'after',  (p) => p.remove(FILE),                     /1 step /, ['skipped gone'],    /the file is gone/],
  ['the keeper was removed',                  'after',  (p) => p.remove(KEEP),                     /1 step /, ['skipped gone'],    /the keeper is gone/],
  ['the file got another name',               'after',  (p) => fs.linkSync(p.path(FILE), p.path('d2/x')), /1 step /, ['skipped links'], /it got another name since it was planned/],
  ['the file is a symlink by now',            'after',  (p) => { p.remove(FILE); fs.symlinkSync('x', p.path(FILE)) }, /1 step /, ['skipped changed'], /the file was replaced/],
]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'getfattr'], () => {
  const pool = new Pool(t, { d1: ['ext4', 24], d2: ['ext4', 24], d3: ['ext4', 24] })
  for (const [name, when, deed, plan, results, apply] of rows)
    t.test(name, { skip: name.includes('writing') && noNative }, (t) =>
      refused(t, pool, when === 'before' ? [deed, nothing] : [nothing, deed], {
        plan,
        results,
        apply,
      }),
    )
})

type Want = { readonly plan: RegExp; readonly results: string[]; readonly apply: RegExp }

async function refused(t: Test, pool: Pool, [before, after]: readonly [Deed, Deed], want: Want) {
  pool.wipe()
  pool.plant(FILES)
  pool.mount()
  const json = jdupesJson(pool, [KEEP, FILE])
  const undo = [before(pool)]
  try {
    const plan = await new PoolPlay(t, pool).plan(json)
    t.match(plan.stderr, want.plan)
    undo.push(after(pool))
    const play = new PoolPlay(t, pool)
    const { results, status, stderr } = await play.apply(plan.stdout)
    t.strictSame(outcomes(results), want.results)
    t.equal(status, want.results.length > 0 ? 1 : 0)
    t.match(stderr, want.apply)
    t.strictSame(play.picture(), play.before)
  } finally {
    for (const end of undo) end?.()
  }
}
