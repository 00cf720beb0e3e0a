/**
 * Count, from now on, how often a thread of this process has to wait: for a disk, for another thread. Who reads
 * from memory hardly ever does, who reads from a disk does for every file. It is not waiting to have no core
 * because others have them: so that can be told on a busy machine, too.
 * @returns how often it was by then
 */
export function waitMeter(): () => number {
  const before = process.resourceUsage().voluntaryContextSwitches
  return () => process.resourceUsage().voluntaryContextSwitches - before
}
