import { execFileSync } from 'node:child_process'
import { symlinkSync, utimesSync, truncateSync } from 'node:fs'
import t from 'tap'
import { lookAround } from '../../lib/apply/look-around.js'
import { settleCopy } from '../../lib/apply/settle-copy.js'
import type { StepRecord } from '../../lib/record/step.js'
import { blind } from '../helper/apply-run.js'
import {
  all,
  journaledStep,
  linked,
  removed,
  renamed,
  written,
  type Since,
} from '../helper/left.js'
import { AWAY, TEMP } from '../helper/pair.js'
import { CONTENT, NAMES, poolPair } from '../helper/pool-pair.js'
import { Scratch, step } from '../helper/scratch.js'

const [FILE, KEEP, FRESH, ASIDE] = ['dir/file', 'keep/keep', `dir/${TEMP}`, `dir/${AWAY}`]
const NONE = ['dir/', 'keep/', KEEP]
const BOTH = ['dir/', FILE, 'keep/', KEEP]

/** `dir/file` is to be made again; `standing` is at its name, `since` came with the run. */
async function half(
  t: Parameters<typeof journaledStep>[0],
  standing: Since,
  since: Since,
  fields: Partial<StepRecord> = {},
) {
  const scratch = new Scratch(t)
  const file = scratch.write(FILE, 'the same content', 1_500_000_000)
  const keep = scratch.write(KEEP, 'the same content')
  scratch.remove(FILE)
  standing(scratch)
  const left = await journaledStep(t, step('copy', file, keep, { why: 'undo', ...fields }))
  since(scratch)
  return { ...left, scratch }
}

const nothing: Since = () => {}
const copy: Since = (scratch) => scratch.write(FRESH, 'the same content', 1_500_000_000)
const begun: Since = all(copy, (scratch) => truncateSync(scratch.at(FRESH), 5))
const claim = written(FILE, '')
const hardlink = linked(FILE, KEEP)
const symlink: Since = (scratch) => symlinkSync(scratch.at(KEEP), scratch.at(FILE))
const aside = renamed(FILE, ASIDE)
const shown = renamed(FRESH, FILE)
const swapped = all(copy, aside, shown, renamed(ASIDE, FRESH))

const COPIED = 'COPIED'
const BACK = undefined

// prettier-ignore
const crashes: [name: string, standing: Since, since: Since, ended: string | undefined, names: readonly string[]][] = [
  ['nothing was done',                nothing,  nothing,                           BACK,       NONE],
  ['the copy is begun',               nothing,  begun,                             BACK,       NONE],
  ['the copy waits',                  nothing,  copy,                              BACK,       NONE],
  ['the copy has the name',           nothing,  all(copy, shown),                  COPIED,     BOTH],
  ['the same, and the keeper is gone', nothing, all(copy, shown, removed(KEEP)),   COPIED,     ['dir/', FILE, 'keep/']],
  ['somebody has the name',           nothing,  all(copy, written(FILE)),          BACK,       BOTH],
  ['somebody has the temporary name', nothing,  written(FRESH),                    'conflict', [...NONE, FRESH]],
  ['a link is out of reach',          hardlink, all(copy, aside),                  BACK,       BOTH],
  ['a link is exchanged',             hardlink, swapped,                           COPIED,     BOTH],
  ['a link waits, the copy is there', hardlink, all(copy, aside, shown),           COPIED,     BOTH],
  ['the copy replaced a link',        hardlink, all(copy, removed(FILE), shown),   COPIED,     BOTH],
  ['a claim has the name, the copy waits', nothing, all(copy, claim),              BACK,       NONE],
  ['an empty file has the name',      nothing,  claim,                             BACK,       BOTH],
  ['a link is out of reach, a claim has its name', hardlink, all(aside, claim),    BACK,       BOTH],
  ['a link is out of reach, and somebody has its name', hardlink, all(aside, written(FILE)), BACK, BOTH],
  ['what somebody has is under both names', nothing, all(written(FILE), linked(FRESH, FILE)), BACK, BOTH],
  ['nothing is copied, the keeper is gone', nothing, all(written(FRESH, ''), removed(KEEP)), BACK, ['dir/', 'keep/']],
  ['a copy waits, the keeper is gone', nothing, all(copy, removed(KEEP)),          'conflict', ['dir/', FRESH, 'keep/']],
  ['a FIFO has the temporary name',   nothing,  (s) => execFileSync('mkfifo', [String(s.at(FRESH))]), 'conflict', [...NONE, FRESH]],
  ['a symlink is out of reach',       symlink,  all(copy, aside),                  BACK,       [...NONE, `${FILE} -> KEEP`]],
  ['a symlink is exchanged',          symlink,  swapped,                           COPIED,     BOTH],
  ['somebody was taken for the link', hardlink, all(removed(FILE), written(ASIDE), copy, shown), 'conflict', [...BOTH, ASIDE]],
]

for (const [name, standing, since, ended, names] of crashes)
  t.test(name, async (t) => {
    const { scratch, run, row } = await half(t, standing, since)
    const settled = settleCopy(run, row, lookAround(run, row))
    if (ended === 'conflict') await t.rejects(settled, { code: 'conflict' })
    else t.equal((await settled)?.status, ended)
    const want = names.map((name) => name.replace('KEEP', `${scratch.root}/${KEEP}`))
    t.strictSame(scratch.names(), want.sort())
    if (names.includes(KEEP)) t.equal(scratch.read(KEEP), 'the same content')
  })

t.test('a link that is put back takes the place of a claim', async (t) => {
  const { scratch, run, row } = await half(t, hardlink, all(aside, claim))
  t.equal(await settleCopy(run, row, lookAround(run, row)), BACK)
  t.equal(scratch.stat(FILE).ino, scratch.stat(KEEP).ino)
})

t.test('a link that waits is known without being read', async (t) => {
  const { scratch, run, row } = await half(t, hardlink, all(aside, written(FILE)))
  t.equal(await settleCopy(blind(run), row, lookAround(run, row)), BACK)
  t.strictSame(scratch.names(), BOTH)
})

const empty: Since = (scratch) => scratch.write(FRESH, '', 1_500_000_000)

// prettier-ignore
const empties: [name: string, since: Since][] = [
  ['a link is exchanged',             all(empty, aside, shown, renamed(ASIDE, FRESH))],
  ['a link waits, the copy is there', all(empty, aside, shown)],
]

for (const [name, since] of empties)
  t.test(`an empty copy is no claim: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const [file, keep] = [scratch.write(FILE, '', 1_500_000_000), scratch.write(KEEP, '')]
    scratch.remove(FILE)
    hardlink(scratch)
    const { run, row } = await journaledStep(t, step('copy', file, keep, { why: 'undo' }))
    since(scratch)
    t.equal((await settleCopy(run, row, lookAround(run, row)))?.status, COPIED)
    t.strictSame(scratch.names(), BOTH)
    t.equal(scratch.stat(FILE).mtimeNs, 1_500_000_000_000_000_000n, 'the copy itself stays')
  })

const ALL = 'the same\0\0\0'

// prettier-ignore
const zeros: [name: string, since: Since, ended: string | undefined, names: readonly string[]][] = [
  ['nothing was done',            nothing,                      BACK,       NONE],
  ['the copy is begun',           written(FRESH, 'the '),       BACK,       NONE],
  ['the zeros are to come',       written(FRESH, 'the same'),   BACK,       NONE],
  ['the copy waits',              written(FRESH, ALL),          BACK,       NONE],
  ['the copy has the name',       (s) => s.write(FILE, ALL, 1_500_000_000), COPIED, BOTH],
  ['more than zeros',             written(FRESH, 'the same\0\0x'), 'conflict', [...NONE, FRESH]],
  ['more than was to be copied',  written(FRESH, 'the same con'), 'conflict', [...NONE, FRESH]],
]

for (const [name, since, ended, names] of zeros)
  t.test(`with zeros at its end: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const file = scratch.write(FILE, ALL, 1_500_000_000)
    const keep = scratch.write(KEEP, 'the same content')
    scratch.remove(FILE)
    const copy = step('copy', file, keep, { why: 'undo', bytes: 8 })
    const { run, row } = await journaledStep(t, copy)
    since(scratch)
    const settled = settleCopy(run, row, lookAround(run, row))
    if (ended === 'conflict') await t.rejects(settled, { code: 'conflict' })
    else t.equal((await settled)?.status, ended)
    t.strictSame(scratch.names(), [...names].sort())
  })

t.test('a link to a name that was restored before', async (t) => {
  const first = 'dir/first'
  const scratch = new Scratch(t)
  const file = scratch.write(first, 'the same content', 1_500_000_000)
  const keep = scratch.write(KEEP, 'the same content')
  const again = { ...file, path: String(scratch.at(FILE)) } as typeof file
  const link = { path: String(scratch.at(first)) }
  const { run, row } = await journaledStep(t, step('copy', again, keep, { why: 'undo', link }))
  for (const names of [['keep/', KEEP], ['keep/']]) {
    linked(FRESH, first)(scratch)
    t.equal(await settleCopy(run, row, lookAround(run, row)), undefined)
    t.strictSame(scratch.names(), ['dir/', first, ...names])
    if (scratch.exists(KEEP)) scratch.remove(KEEP) // the first name holds its content, too
  }
  linked(FILE, first)(scratch)
  t.equal((await settleCopy(run, row, lookAround(run, row)))?.status, COPIED)
})

// A keeper that looks as the file did; is what stands there one more name of it, or to be a file of its own?
// prettier-ignore
const alike: [name: string, link: string | undefined, standing: Since, since: Since, ended: string | undefined][] = [
  ['a copy is to replace a link',        undefined, hardlink, nothing,  BACK],
  ['it has replaced it',                 undefined, hardlink, all(copy, removed(FILE), shown), COPIED],
  ['such a name is to replace another',  KEEP,      hardlink, nothing,  BACK],
  ['it is to be a name of its keeper',   KEEP,      nothing,  hardlink, COPIED],
  ['it is to be one of another file',    'other',   nothing,  hardlink, BACK],
]

for (const [name, to, standing, since, ended] of alike)
  t.test(`the keeper looks as the file did: ${name}`, async (t) => {
    const old: Since = (scratch) => utimesSync(scratch.at(KEEP), 1_500_000_000, 1_500_000_000)
    const both: Since = (scratch) => [scratch.write('other'), old(scratch), standing(scratch)]
    const { run, row, scratch } = await half(t, both, since)
    const now = to === undefined ? row : { ...row, link: `${scratch.root}/${to}` }
    t.equal((await settleCopy(run, now, lookAround(run, now)))?.status, ended)
  })

t.test('the directory of the name that it is to be linked to is gone', async (t) => {
  const { run, row, scratch } = await half(t, nothing, copy)
  const now = { ...row, link: `${scratch.root}/gone/first` }
  t.equal(await settleCopy(run, now, lookAround(run, now)), BACK)
  t.strictSame(scratch.names(), NONE)
})

t.test('a copy that is done drops the pool link that stood for it', async (t) => {
  const { scratch, step: linked } = poolPair(t)
  scratch.remove('b/s/t/d')
  scratch.write('a/s/t/x')
  scratch.link('a/s/t/d', 'a/k')
  scratch.remove('a/s/t/x')
  const back = { ...linked, op: 'copy', why: 'undo', made: 2 } as const
  const { run, row } = await journaledStep(t, back)
  t.equal(await settleCopy(run, row, lookAround(run, row)), BACK)
  t.ok(scratch.exists('a/s/t/d'), 'not before')
  scratch.write('b/s/t/d', CONTENT, 1_500_000_000)
  t.equal((await settleCopy(run, row, lookAround(run, row)))?.status, COPIED)
  t.strictSame(scratch.names(), NAMES)
})
