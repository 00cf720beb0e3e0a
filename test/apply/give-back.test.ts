import { chmodSync, openSync } from 'node:fs'
import t from 'tap'
import { giveBack } from '../../lib/apply/give-back.js'
import { recover } from '../../lib/apply/recover.js'
import { recoverJournal } from '../../lib/apply/recover-journal.js'
import type { Disk, Metadata } from '../../lib/fs/disk.js'
import type { StepRecord, Xattrs } from '../../lib/record/step.js'
import { runOn } from '../helper/apply-run.js'
import { journaledStep } from '../helper/left.js'
import { journalOf } from '../helper/memory-file.js'
import { carryOut, pair } from '../helper/pair.js'
import { SILENT } from '../helper/rows.js'
import { Scratch, step } from '../helper/scratch.js'

/** A file that is to be brought back. */
function lost(t: Parameters<typeof pair>[0], fields: Partial<StepRecord> = {}) {
  const { scratch, file, keep } = pair(t, 'delete')
  scratch.remove('dir/file')
  return { scratch, copy: step('copy', file, keep, { why: 'undo', ...fields }) }
}

const NOTE: Xattrs = [['user.note', 'eA==']]

/** What a step is told to have, and what its file is given: of a keeper with `user.keep`. */
// prettier-ignore
const given: [name: string, fields: Partial<StepRecord>, xattrs: string | undefined][] = [
  ['its own',                  { xattrs: NOTE },  JSON.stringify(NOTE)],
  ['none',                     { xattrs: [] },    '[]'],
  ['not known: its keeper\'s', {},                '[["user.keep","eA=="]]'],
]

for (const [name, fields, xattrs] of given)
  t.test(`attributes: ${name}; also when it is finished later`, async (t) => {
    const seen: Metadata[] = []
    const calls: Partial<Disk> = {
      xattrs: () => '[["user.keep","eA=="]]',
      setMetadata: (_, metadata) => void seen.push(metadata),
    }
    const now = lost(t, fields)
    t.equal(await carryOut(runOn(calls), now.copy), 'COPIED')
    const { run, row } = await journaledStep(t, lost(t, fields).copy, calls)
    t.match(await recover(run, SILENT, row, 'finish'), { status: 'COPIED' })
    t.strictSame(
      seen.map(({ xattrs }) => xattrs),
      [xattrs, xattrs],
    )
  })

const CAP: Xattrs = [['security.capability', 'eA==']]

/** A set-uid program with a capability, as is its keeper: what is given of that, and what is told. */
// prettier-ignore
const programs: [name: string, fields: Partial<StepRecord>, size: number, saw: boolean, given: { mode: number; xattrs?: string }, note?: object][] = [
  ['all of its keeper',         {},                         4,  false, { mode: 0o104755, xattrs: JSON.stringify(CAP) }],
  ['with its own attributes',   { xattrs: CAP },            4,  false, { mode: 0o104755, xattrs: JSON.stringify(CAP) }],
  ['the beginning of its keeper', { xattrs: CAP },          3,  false, { mode: 0o100755, xattrs: '[]' }, { code: 'setid' }],
  ['with zeros at its end',     { xattrs: CAP, bytes: 2 },  4,  false, { mode: 0o100755, xattrs: '[]' }, { code: 'setid' }],
  ['as our journal says',       { xattrs: CAP, bytes: 2 },  4,  true,  { mode: 0o104755, xattrs: JSON.stringify(CAP) }],
]

for (const [name, fields, size, saw, wanted, note] of programs)
  t.test(`rights: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('keep', 'abcd')
    chmodSync(scratch.at('keep'), 0o4755)
    const keep = scratch.record('keep')
    const seen: Metadata[] = []
    const calls: Partial<Disk> = {
      xattrs: (fd) => JSON.stringify(fd === keepFd ? CAP : []),
      setMetadata: (_, metadata) => void seen.push(metadata),
    }
    const run = { ...runOn(calls), witness: { saw: () => saw } }
    const keepFd = openSync(scratch.at('keep'), 'r')
    const copy = step('copy', { ...keep, size }, keep, { why: 'undo', ...fields })
    const lacks = giveBack(run, openSync(scratch.at('keep'), 'r'), copy, keepFd)
    t.match(seen, [{ uid: keep.uid, gid: keep.gid, mtimeNs: BigInt(keep.mtimeNs), ...wanted }])
    note === undefined ? t.equal(lacks, undefined) : t.match(lacks, note)
  })

t.test('an empty file has no keeper', async (t) => {
  const scratch = new Scratch(t)
  const file = { ...scratch.write('empty', ''), mode: 0o104755 }
  const fd = openSync(scratch.at('empty'), 'r+')
  const note = giveBack(runOn(), fd, step('copy', file, undefined, { why: 'undo' }), undefined)
  t.match(note, { code: 'setid', message: 'came back without its set-id bits' })
  t.equal(scratch.stat('empty').mode, 0o100755n)
})

t.test('where attributes cannot be read, none are given', async (t) => {
  const seen: Metadata[] = []
  const calls: Partial<Disk> = {
    xattrs: () => undefined,
    setMetadata: (_, metadata) => void seen.push(metadata),
  }
  t.equal(await carryOut(runOn(calls), lost(t).copy), 'COPIED')
  t.notOk('xattrs' in seen[0]!)
})

t.test('what it lacks is told when it is finished later, too', async (t) => {
  const { row } = await journaledStep(t, lost(t).copy)
  const lacking: Partial<Disk> = {
    setMetadata: (fd, metadata, lacking) => {
      runOn().disk.setMetadata(fd, metadata)
      for (const what of ['ACL', 'set-id bits', 'ACL']) lacking?.(what)
    },
  }
  const results = await recoverJournal(journalOf([row]), () => runOn(lacking), 'finish', true)
  const note = { code: 'setid', message: 'came back without its ACL, set-id bits' }
  t.match(results, [{ status: 'done', note }])
})
