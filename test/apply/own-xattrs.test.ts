import t from 'tap'
import { check } from '../../lib/apply/act.js'
import { ownXattrs } from '../../lib/apply/own-xattrs.js'
import { tryStep } from '../../lib/apply/dry-run.js'
import { pendingRow, rowXattrs } from '../../lib/apply/step-row.js'
import type { Op, StepRecord, Xattrs } from '../../lib/record/step.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { runOn, UNASKED } from '../helper/apply-run.js'
import { calls, noNative } from '../helper/native.js'
import { pair, TEMP } from '../helper/pair.js'
import { step } from '../helper/scratch.js'

const NOTE: Xattrs = [['user.é', Buffer.from('x\0y').toString('base64')]]

/** The row of a step for a file with these attributes. */
async function rowOf(t: Parameters<typeof pair>[0], op: Op, xattrs: Xattrs | undefined) {
  const { scratch, step } = pair(t, op, { metadata: 'ignore' })
  const { dev, ino } = scratch.stat('dir/file')
  const { fstat } = realDisk()
  const isFile = (fd: number) => fstat(fd).ino === ino && fstat(fd).dev === dev
  const run = runOn({
    ...UNASKED,
    xattrs: (fd) => (isFile(fd) ? xattrs && JSON.stringify(xattrs) : '[]'),
  })
  try {
    return { row: pendingRow(await check(run, step), TEMP, ''), result: await tryStep(run, step) }
  } finally {
    run.dirs.closeAll()
  }
}

for (const op of ['delete', 'hardlink', 'symlink', 'move'] as Op[]) {
  for (const xattrs of [NOTE, []])
    t.test(`${op}: the journal keeps ${xattrs.length} attributes of the file`, async (t) => {
      t.strictSame(rowXattrs((await rowOf(t, op, xattrs)).row), { xattrs })
    })

  t.test(`${op}: and says where it knows none`, async (t) => {
    const { row } = await rowOf(t, op, undefined)
    t.equal(row.xattrs, '')
    t.strictSame(rowXattrs(row), {})
  })

  t.test(`${op}: a file with more of them than a row takes is refused`, async (t) => {
    const many: Xattrs = [['user.a', 'x'.repeat(30_000)]]
    await t.rejects(rowOf(t, op, many), { code: 'metadata' })
  })
}

// prettier-ignore
const sizes: [name: string, text: string, ok: boolean][] = [
  ['30,000 bytes',                   'x'.repeat(30_000),  true],
  ['30,001 bytes',                   'x'.repeat(30_001),  false],
  ['15,001 letters of two bytes each', 'é'.repeat(15_001), false],
]

for (const [name, text, ok] of sizes)
  t.test(name, async (t) => {
    const run = runOn({ xattrs: () => text })
    const read = (op: Op) => ownXattrs(run, { op } as StepRecord, 0)
    ok ? t.equal(read('delete'), text) : t.throws(() => read('delete'), { code: 'metadata' })
    t.equal(read('reflink'), '', 'which no reflink needs')
  })

t.test('they are read of the file that is open', { skip: noNative }, async (t) => {
  const { scratch, step } = pair(t, 'delete')
  const run = runOn()
  const fd = run.disk.open(run.dirs.place(scratch.at('dir/file'), undefined))
  calls.setXattr(fd, 'user.note', Buffer.from('x'))
  const file = scratch.record('dir/file')
  const { xattrs } = pendingRow(await check(run, { ...step, file }), TEMP, '')
  t.equal(xattrs, '[["user.note","eA=="]]')
  run.disk.close(fd)
  run.dirs.closeAll()
})

t.test('a copy remembers which it is to have', async (t) => {
  const { scratch, step: of } = pair(t, 'delete')
  scratch.remove('dir/file')
  const run = runOn()
  for (const fields of [{ xattrs: NOTE }, { xattrs: [] }, {}]) {
    const copy = step('copy', of.file, of.keep, { why: 'undo', ...fields })
    t.strictSame(rowXattrs(pendingRow(await check(run, copy), TEMP, '')), fields)
  }
  run.dirs.closeAll()
})
