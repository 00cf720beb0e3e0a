import { spawnSync } from 'node:child_process'
import { fstatSync, futimesSync } from 'node:fs'
import { native } from './native/native.js'

/**
 * Give an open file its modification time back, to the nanosecond. Node's own calls stop at the
 * microsecond, and take a negative number for "now"; so the kernel is called through koffi, or
 * touch(1) is run, and only where neither can the time be a part of a microsecond off.
 */
export function setTimes(fd: number, mtimeNs: bigint): void {
  const { atimeNs } = fstatSync(fd, { bigint: true })
  const calls = native()
  if (calls) return calls.setTimes(fd, atimeNs, mtimeNs)
  if (mtimeNs > 0n) futimesSync(fd, seconds(atimeNs), seconds(mtimeNs))
  if (mtimeNs % 1000n !== 0n || mtimeNs <= 0n) touch(fd, mtimeNs)
}

function seconds(ns: bigint): number {
  return Number(ns / 1000n) / 1e6
}

function touch(fd: number, mtimeNs: bigint): void {
  const whole = (mtimeNs < 0n ? -mtimeNs : mtimeNs).toString().padStart(10, '0')
  const date = `@${mtimeNs < 0n ? '-' : ''}${whole.slice(0, -9)}.${whole.slice(-9)}`
  spawnSync('touch', ['-m', '-d', date, '/proc/self/fd/3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  })
}
