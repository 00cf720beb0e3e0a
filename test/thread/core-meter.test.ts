import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { coreMeter } from '../../lib/thread/core-meter.js'

t.test('who waits keeps no core busy, who works does', async (t) => {
  const waits = coreMeter()
  await setTimeout(300)
  const waited = waits()
  t.ok(waited.ms >= 290, `${waited.ms} ms`)
  t.ok(waited.cores < 0.5, `${waited.cores} cores`)
  const works = coreMeter()
  const before = process.cpuUsage()
  const spent = ({ user, system }: NodeJS.CpuUsage) => user + system
  while (spent(process.cpuUsage(before)) < 100_000);
  const { ms, cores } = works()
  t.ok(cores * ms >= 100, `${cores} cores for ${ms} ms`)
})
