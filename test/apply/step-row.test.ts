import t from 'tap'
import { check } from '../../lib/apply/act.js'
import {
  pendingRow,
  rowRoot,
  refusedRow,
  rowBranches,
  rowBytes,
  rowFile,
  rowPath,
  rowStep,
  rowXattrs,
} from '../../lib/apply/step-row.js'
import { parseStep, type StepRecord } from '../../lib/record/step.js'
import { runOn } from '../helper/apply-run.js'
import { file } from '../helper/records.js'
import { pair, TEMP } from '../helper/pair.js'
import { poolPair } from '../helper/pool-pair.js'
import { Scratch, step } from '../helper/scratch.js'

const NOW = '2026-01-02T03:04:05.678Z'

t.test('what is written before a step', async (t) => {
  const { scratch, step, file, keep } = pair(t, 'hardlink')
  const run = runOn()
  const row = pendingRow(await check(run, step), TEMP, NOW)
  run.dirs.closeAll()
  const { dev, ino, mtimeNs, mode, uid, gid, size } = scratch.record('dir/file')
  const numbers = { size: String(size), mode: String(mode), uid: String(uid), gid: String(gid) }
  t.match(row, {
    filepath: file.path,
    status: 'PENDING',
    id: step.id,
    op: 'hardlink',
    keep: keep.path,
  })
  t.match(row, {
    temp: TEMP,
    time: NOW,
    dev,
    ino,
    mtimeNs,
    ...numbers,
    to: '',
    link: '',
    error: '',
  })
  t.match(row.hash, /^blake3:[0-9a-f]{64}$/)
  const { root: _, blocks: __, nlink: ___, ctimeNs: ____, ...same } = scratch.record('dir/file')
  t.match(rowFile(row), same, 'all that undo needs comes back from it')
})

t.test('a copy remembers what it is to make, and what stands there', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep')
  scratch.link('file', 'keep')
  const lost = { ...scratch.record('file'), mode: 0o100600, mtimeNs: '7', ino: '8' } as typeof keep
  const link = { path: '/first' }
  const run = runOn()
  const copy = step('copy', lost, keep, { why: 'undo', link })
  const row = pendingRow(await check(run, copy), TEMP, NOW)
  t.match(row, {
    mode: String(0o100600), mtimeNs: '7', ino: '8', to: 'hardlink', link: '/first',
  }) // prettier-ignore
  t.equal(rowStep(row, keep).why, 'undo')
  run.dirs.closeAll()
})

// prettier-ignore
const partials: [name: string, content: string, fields: Partial<StepRecord>, want: object][] = [
  ['all of it',        'abc',       {},                                {}],
  ['zeros at its end', 'abc\0\0\0', { bytes: 3 },                      { bytes: 3 }],
  ['larger than all',  'abc\0\0\0\0\0\0', { bytes: 3 },                { bytes: 3 }],
  ['to be moved',      'abc\0\0\0', { bytes: 3, op: 'move', to: '/t' }, { bytes: 3 }],
]

for (const [name, content, fields, want] of partials)
  t.test(`the beginning of its keeper: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const [file, keep] = [scratch.write('part', content), scratch.write('keep', 'abcdef')]
    const run = runOn()
    const steps = step('delete', file, keep, { why: 'partial', ...fields })
    const row = pendingRow(await check(run, steps), TEMP, NOW)
    run.dirs.closeAll()
    t.equal(row.to, fields.to ?? 'partial')
    t.equal(row.size, String(content.length))
    t.strictSame(rowBytes(row), want)
    const back = rowStep(row, keep)
    t.match(back, { why: 'partial', bytes: fields.bytes, made: undefined })
  })

t.test('names are bytes', async (t) => {
  const scratch = new Scratch(t)
  const [odd, keep] = [scratch.write('\xff\n,"', 'x'), scratch.write('\xc3\xa9', 'x')]
  const to64 = Buffer.from('/t/\xfe', 'latin1').toString('base64')
  const row = refusedRow(step('move', odd, keep, { to64 }), NOW, 'gone: it is')
  t.equal(row.filepath, `${scratch.root}/\xff\n,"`)
  t.equal(row.to, '/t/\xfe')
  t.match(row, { status: 'SKIPPED', error: 'gone: it is', temp: '', time: NOW })
  t.strictSame(rowPath(row.filepath), { path64: odd.path64 })
  t.strictSame(rowPath(row.keep), { path: keep.path! })
})

t.test('attributes are text, which the journal holds as bytes', async (t) => {
  const { step } = pair(t, 'delete')
  const run = runOn()
  const ready = await check(run, step)
  run.dirs.closeAll()
  for (const xattrs of ['[]', '[["user.\u00e9\u0100","eA=="]]']) {
    const row = pendingRow({ ...ready, xattrs }, TEMP, NOW)
    t.equal(row.xattrs, Buffer.from(xattrs).toString('latin1'))
    t.equal(JSON.stringify(rowXattrs(row).xattrs), xattrs)
  }
})

t.test('no keeper', async (t) => {
  t.match(refusedRow(step('delete', file('/e', { size: 0 })), NOW, 'x'), { keep: '', to: '' })
})

t.test('a pool link tells its branches, and what is made for it', async (t) => {
  const { scratch, step } = poolPair(t)
  const run = runOn()
  const row = pendingRow(await check(run, step), TEMP, NOW)
  run.dirs.closeAll()
  const at = (name: string) => `${scratch.root}/${name}`
  const want = {
    op: 'pool-link',
    to: at('a/s/t/d'),
    branches: ['a', 'b', 'c'].map(at).join(':'),
    made: '2',
  }
  t.match(row, want)
  t.match(refusedRow(step, NOW, 'why'), { ...want, made: '', status: 'SKIPPED' })
  t.strictSame(rowBranches(row.branches), step.branches)
  t.strictSame(rowBranches(''), [])
  t.strictSame(rowBytes(row), {}, 'directories are no bytes')
  t.match(rowStep(row, step.keep), { why: 'duplicate', made: 2, bytes: undefined })
  t.notOk('made' in rowStep({ ...row, made: '' }, step.keep))
  t.strictSame(rowRoot(row, row.filepath), { root: at('b') })
  t.strictSame(rowRoot(row, '/elsewhere'), { root: '/' })
})

t.test('a copy that takes a pool link back tells the same', async (t) => {
  const { step } = poolPair(t, { op: 'copy', why: 'undo', made: 1 })
  t.match(refusedRow(step, NOW, ''), { op: 'copy', to: step.to, made: '' })
})

for (const op of ['delete', 'hardlink', 'symlink'] as const)
  t.test(`the step that a row of ${op} came from`, async (t) => {
    const { step, keep } = pair(t, op)
    const run = runOn()
    const row = pendingRow(await check(run, step), TEMP, NOW)
    run.dirs.closeAll()
    const found = rowStep(row, keep)
    const { path, size, dev, ino, mode, mtimeNs } = step.file
    t.match(found, {
      op,
      id: step.id,
      why: 'duplicate',
      file: { path, size, dev, ino, mode, mtimeNs },
    })
    t.match(found.keep, { path: keep.path, ino: keep.ino })
    t.equal(rowStep({ ...row, keep: '' }, undefined).keep, undefined)
    t.equal(parseStep(found), found)
  })
