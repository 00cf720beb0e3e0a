// The table of recovery: whatever was left of a pool link, and what is done about it.
import { linkSync, mkdirSync, renameSync, utimesSync } from 'node:fs'
import t from 'tap'
import { lookAround } from '../../lib/apply/look-around.js'
import { settlePoolLink } from '../../lib/apply/settle-pool-link.js'
import type { Disk } from '../../lib/fs/disk.js'
import { before } from '../helper/apply-run.js'
import { journaledStep } from '../helper/left.js'
import { AWAY } from '../helper/pair.js'
import { CONTENT, NAMES, poolPair, type Deed } from '../helper/pool-pair.js'
import { NO_CONTENT } from '../helper/scratch.js'

const DIRS = ['a/s/', 'a/s/t/']
const GONE = NAMES.filter((name) => name !== 'b/s/t/d')
const LINKED = [...GONE, ...DIRS, 'a/s/t/d'].sort()

const OWN = 'b/s/t/d'
const ASIDE = `b/s/t/${AWAY}`

const dirs: Deed = (s) => mkdirSync(s.at('a/s/t'), { recursive: true })
const half: Deed = (s) => mkdirSync(s.at('a/s'))
const link: Deed = (s) => [dirs(s), linkSync(s.at('a/k'), s.at('a/s/t/d'))]
const away: Deed = (s) => renameSync(s.at('b/s/t/d'), s.at(`b/s/t/${AWAY}`))
const gone: Deed = (s) => s.remove('b/s/t/d')
const foreign: Deed = (s) => s.write('a/s/t/d', 'foreign')
const twin: Deed = (s) => s.write('a/s/t/d', CONTENT)
const noKeeper: Deed = (s) => renameSync(s.at('a/k'), s.at('a/z'))
const otherKeeper: Deed = (s) => s.write('a/k', 'other')
const rewritten: Deed = (s) => s.write('b/s/t/d', 'rewritten')
const retaken: Deed = (s) => s.write('b/s/t/d', 'retaken')

const touched: Deed = (s) => utimesSync(s.at(OWN), 7, 7)
const shrunk: Deed = (s) => s.write(OWN, 'small', 1_500_000_000)
const renewed: Deed = (s) => [
  s.write('b/s/t/x', CONTENT, 1_500_000_000),
  renameSync(s.at('b/s/t/x'), s.at(OWN)),
]
const claim: Deed = (s) => s.write(OWN, '')
const precious: Deed = (s) => s.write(ASIDE, 'precious')
const moved = (names: readonly string[]) =>
  names.map((name) => (name === 'a/k' ? 'a/z' : name)).sort()

// `undefined`: as before the step.
// prettier-ignore
const cases: [name: string, deeds: Deed[], status: string | undefined, left: string[]][] = [
  ['nothing happened',                          [],                             undefined,  NAMES],
  ['half of the directories',                   [half],                         undefined,  NAMES],
  ['all of them',                               [dirs],                         undefined,  NAMES],
  ['the link is there',                         [link],                         undefined,  NAMES],
  ['the link, and the file changed',            [link, rewritten],              'CONFLICT', NAMES],
  ['the link, and the file was touched',        [link, touched],                'CONFLICT', NAMES],
  ['the link, and the file shrank',             [link, shrunk],                 'CONFLICT', NAMES],
  ['the link, and another file like it',        [link, renewed],                'CONFLICT', NAMES],
  ['no link, and the file changed',             [rewritten],                    undefined,  NAMES],
  ['the file aside, a claim has its name',      [away, claim],                  undefined,  NAMES],
  ['a claim waits aside',                       [(s) => s.write(ASIDE, '')],    undefined,  NAMES],
  ['aside and changed, another has its name',   [away, precious, retaken],      'conflict', [...NAMES, ASIDE].sort()],
  ['linked, and the keeper changed since',      [link, gone, otherKeeper],      'LINKED',   LINKED],
  ['the link, and the file aside',              [link, away],                   undefined,  NAMES],
  ['the link, and the file is gone',            [link, gone],                   'LINKED',   LINKED],
  ['the same, and the keeper is gone, too',     [link, gone, noKeeper],         'LINKED',   moved(LINKED)],
  ['the file aside, no link',                   [away],                         undefined,  NAMES],
  ['the file is gone, no link',                 [gone],                         'LINKED',   LINKED],
  ['the same, and the keeper is another',       [gone, otherKeeper],            'FAILED',   GONE],
  ['the same, and the keeper is gone',          [gone, noKeeper],               'FAILED',   moved(GONE)],
  ['the file aside, another has its name',      [link, away, retaken],          'CONFLICT', NAMES],
  ['another file where the link was to be',     [foreign],                      undefined,  [...NAMES, ...DIRS, 'a/s/t/d'].sort()],
  ['the same, and the file aside',              [foreign, away],                undefined,  [...NAMES, ...DIRS, 'a/s/t/d'].sort()],
  ['the same, and the file is gone',            [foreign, gone],                'CONFLICT', LINKED],
  ['its content there, and the file is gone',   [twin, gone],                   'LINKED',   LINKED],
]

for (const [name, deeds, status, left] of cases)
  t.test(name, async (t) => {
    const { scratch, step } = poolPair(t)
    const { run, row } = await journaledStep(t, step)
    const inode = scratch.stat(OWN).ino
    for (const deed of deeds) deed(scratch)
    const contents = scratch.contents()
    const settle = () => settlePoolLink(run, row, lookAround(run, row))
    if (status === 'conflict') await t.rejects(settle(), { code: status })
    else t.equal((await settle())?.status, status)
    t.strictSame(scratch.names(), left)
    t.strictSame(scratch.contents().add(NO_CONTENT), contents.add(NO_CONTENT), 'none is lost')
    if (status === 'conflict') return
    if (status === undefined) t.equal(scratch.stat(OWN).ino, inode, 'it is the old file')
    const again = await settle()
    t.strictSame(scratch.names(), left, `a second time nothing is done: ${again?.status}`)
  })

t.test('a link that somebody else made stays', async (t) => {
  const { scratch, step } = poolPair(t)
  link(scratch)
  const { run, row } = await journaledStep(t, step)
  t.equal(row.made, '')
  away(scratch)
  t.equal(await settlePoolLink(run, row, lookAround(run, row)), undefined)
  t.ok(scratch.exists('a/s/t/d') && scratch.exists(OWN))
})

t.test('a row that does not say where', async (t) => {
  const { step } = poolPair(t)
  const { run, row } = await journaledStep(t, step)
  const bad = { ...row, branches: '' }
  await t.rejects(settlePoolLink(run, bad, lookAround(run, row)), { code: 'conflict' })
})

t.test('the disk of its keeper is not there: nobody knows, and nothing is done', async (t) => {
  const { scratch, step } = poolPair(t)
  const { run, row } = await journaledStep(t, step)
  run.dirs.closeAll()
  gone(scratch)
  renameSync(scratch.at('a'), scratch.at('z'))
  const names = scratch.names()
  await t.rejects(settlePoolLink(run, row, lookAround(run, row)), { code: 'gone' })
  t.strictSame(scratch.names(), names)
})

t.test(
  'a link that is made now is durable, and its directories have the times of the others',
  async (t) => {
    const { scratch, step } = poolPair(t)
    const { run, row } = await journaledStep(t, step)
    gone(scratch)
    for (const name of ['b/s/t', 'b/s']) utimesSync(scratch.at(name), 7, 7)
    let synced: bigint[] = []
    const { link, sync } = run.disk
    const calls: Partial<Disk> = {
      link: before(link, () => (synced = [])),
      sync: before(sync, (fd) => synced.push(run.disk.fstat(fd).ino)),
    }
    const now = { ...run, disk: { ...run.disk, ...calls } }
    t.match(await settlePoolLink(now, row, lookAround(run, row)), { status: 'LINKED' })
    t.ok(synced.includes(scratch.stat('a/s/t').ino))
    for (const name of ['a/s/t', 'a/s']) t.equal(scratch.stat(name).mtimeNs, 7_000_000_000n, name)
  },
)
