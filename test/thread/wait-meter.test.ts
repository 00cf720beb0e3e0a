import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { waitMeter } from '../../lib/thread/wait-meter.js'

t.test('who waits is seen, who works is not', async (t) => {
  const waits = waitMeter()
  for (let i = 0; i < 100; i++) await setTimeout(1)
  t.ok(waits() >= 90, `${waits()} of 100`)
  const works = waitMeter()
  const before = process.cpuUsage()
  while (process.cpuUsage(before).user < 100_000);
  t.ok(works() < 90, `${works()} waits in 100 ms of work, whatever else is done meanwhile`)
  t.ok(waits() >= 90 + works(), 'each counts for itself')
})
