// Whatever happened to the disk since, dd-undo writes a plan that dd-apply reads.
import t from 'tap'
import { readPlan } from '../../lib/apply/plan.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import { openSpool } from '../../lib/fs/spool.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { StepRecord } from '../../lib/record/step.js'
import { randomFrom } from '../helper/random.js'
import { randomDisk, randomRows } from '../helper/random-journal.js'
import { lines, Scratch } from '../helper/scratch.js'

const CASES = 300

async function* once(text: string) {
  yield Buffer.from(text)
}

async function refused(steps: readonly StepRecord[]): Promise<string> {
  const spool = openSpool()
  try {
    await readPlan(once(lines(...steps)), spool)
    return ''
  } catch (error) {
    return (error as Error).message
  } finally {
    spool.close()
  }
}

t.test(`${CASES} random journals on random disks`, async (t) => {
  const scratch = new Scratch(t)
  const seen = { copy: 0, delete: 0, move: 0, hardlink: 0, symlink: 0, 'pool-link': 0, reflink: 0 }
  const reasons = new Map<string, number>()
  for (let seed = 0; seed < CASES; seed++) {
    const random = randomFrom(seed)
    randomDisk(scratch, random)
    const rows = randomRows(scratch.root, 12, random)
    const steps = undoSteps([rows], realDisk(), ({ cause }) => {
      const reason = (cause as Error).message.replace(/"[^"]*"/g, '').slice(0, 20)
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    })
    for (const { op } of steps) seen[op]++
    const why = await refused(steps)
    if (why !== '') t.fail(`seed ${seed}: ${why}`)
  }
  const { reflink: _, ...written } = seen
  for (const [op, count] of Object.entries(written)) t.ok(count > 0, `${op}: ${count}`)
  t.ok(reasons.size >= 6, [...reasons].join('; '))
})
