import t from 'tap'
import { Pace } from '../../lib/apply/pace.js'
import type { Row } from '../../lib/apply/journal-row.js'
import { findUnfinished, recoverJournal } from '../../lib/apply/recover-journal.js'
import { before, fails, runOn } from '../helper/apply-run.js'
import { journaledStep, left, removed, renamed } from '../helper/left.js'
import { journalOf, memoryFile, rowsOf } from '../helper/memory-file.js'
import { AWAY, BOTH, pair } from '../helper/pair.js'
import { step } from '../helper/scratch.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'

const aside = renamed('dir/file', `dir/${AWAY}`)

/** As `status: error` by name. */
const brief = (rows: readonly Row[]) => rows.map(({ status, error }) => `${status} ${error}`.trim())

t.test('nothing is unfinished: nothing is opened, nothing written', async (t) => {
  const { row } = await left(t, 'delete')
  const closed = [
    { ...row, status: 'DELETED' },
    { ...row, id: 'other', status: 'SKIPPED' },
  ]
  for (const rows of [[], closed, [row, ...closed]]) {
    const file = journalOf(rows)
    const bytes = file.bytes
    t.strictSame(await recoverJournal(file, fails('EIO'), 'finish', true), [])
    t.equal(file.bytes, bytes)
  }
})

t.test('unfinished are those without a last row, in order', async (t) => {
  const { row } = await left(t, 'delete')
  const id = (id: string, status = 'PENDING') => ({ ...row, id, status })
  const file = journalOf([id('a'), id('b'), id('c'), id('b', 'FAILED'), id('d')])
  t.strictSame(
    findUnfinished(file, false).map(({ id }) => id),
    ['a', 'c', 'd'],
  )
})

t.test('without --apply they are only told', async (t) => {
  const { scratch, run, row } = await left(t, 'delete', aside)
  const [file, names] = [journalOf([row]), scratch.names()]
  const { bytes } = file
  t.match(await recoverJournal(file, () => run, 'finish', false), [{ status: 'would', id: row.id }])
  t.equal(file.bytes, bytes)
  t.strictSame(scratch.names(), names)
})

t.test('they are journaled again, and settled one by one', async (t) => {
  const order: string[] = []
  const sync = before(realDisk().sync, () => order.push('sync'))
  const { scratch, run, row } = await left(t, 'delete', aside, { sync })
  order.length = 0
  const file = journalOf([row])
  const append = before(file.append, () => order.push('append'))
  const results = await recoverJournal({ ...file, append }, () => run, 'back', true)
  t.match(results, [{ status: 'skipped', error: { code: 'back', message: 'rolled back' } }])
  t.strictSame(brief(rowsOf(file)), ['PENDING', 'PENDING', 'SKIPPED rolled back'])
  t.strictSame(order, ['append', 'sync', 'append'], 'a row is written when its change is durable')
  t.strictSame(scratch.names(), BOTH)
  t.strictSame(await recoverJournal(file, () => run, 'finish', true), [], 'a second time')
})

t.test('one that cannot be settled does not keep the others from it', async (t) => {
  const { scratch, run, row } = await left(t, 'delete')
  const other = { ...row, id: 'other', filepath: `${scratch.root}/unmounted/file` }
  const file = journalOf([other, row])
  const results = await recoverJournal(file, () => run, 'finish', true)
  t.match(results, [
    { id: 'other', status: 'failed', error: { code: 'gone', message: /still unfinished$/ } },
    { id: row.id, status: 'done', freed: 0 },
  ])
  t.strictSame(
    findUnfinished(file, false).map(({ id }) => id),
    ['other'],
  )
  t.equal(run.dirs.size, 0)
})

t.test('a run that is stopped settles none', async (t) => {
  const { scratch, row } = await left(t, 'delete', aside)
  const [file, names, pace] = [journalOf([row]), scratch.names(), new Pace()]
  pace.stop()
  const results = await recoverJournal(file, () => runOn({}, {}, pace), 'back', true)
  t.match(results, [{ status: 'failed', error: { code: 'interrupted' } }])
  t.strictSame(scratch.names(), names)
  t.equal(findUnfinished(file, false).length, 1)
})

t.test('what could not be given back is told with its step', async (t) => {
  const { scratch, file: gone, keep } = pair(t, 'delete')
  scratch.remove('dir/file')
  const setMetadata: Disk['setMetadata'] = (_fd, _metadata, lacking) => lacking?.('owner')
  const copy = step('copy', gone, keep, { why: 'undo' })
  const { run, row } = await journaledStep(t, copy, { setMetadata })
  const results = await recoverJournal(journalOf([row]), () => run, 'finish', true)
  t.match(results, [{ status: 'done', note: { code: 'owner' } }])
})

t.test('no change without a journal', async (t) => {
  const { scratch, run, row } = await left(t, 'delete', aside)
  const [file, names] = [journalOf([row]), scratch.names()]
  const failing = { ...file, append: fails('ENOSPC') }
  await t.rejects(
    recoverJournal(failing, () => run, 'back', true),
    { message: 'ENOSPC' },
  )
  t.strictSame(scratch.names(), names)
})

t.test('a change that cannot be journaled ends the recovery', async (t) => {
  const { scratch, run, row } = await left(t, 'delete', removed('dir/file'))
  const file = journalOf([row, { ...row, id: 'other' }])
  let appended = 0
  const append = before(file.append, () => appended++ > 0 && fails('EIO')())
  await t.rejects(
    recoverJournal({ ...file, append }, () => run, 'back', true),
    { message: 'EIO' },
  )
  t.equal(findUnfinished(file, false).length, 2)
  t.strictSame(scratch.names(), ['dir/', 'keep/', 'keep/keep'])
})

t.test('a journal that was cut in its header has nothing to settle', async (t) => {
  t.strictSame(await recoverJournal(memoryFile('filepath,sta'), fails('EIO'), 'finish', true), [])
})
