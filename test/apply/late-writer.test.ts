// Somebody opens a file for writing when it was looked at, and goes on writing: what he writes keeps a name.
import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { at, realDisk } from '../../lib/fs/real-disk.js'
import type { Op } from '../../lib/record/step.js'
import { runOn, UNASKED } from '../helper/apply-run.js'
import { noNative } from '../helper/native.js'
import { carryOut, pair } from '../helper/pair.js'
import { poolPair } from '../helper/pool-pair.js'

type Victim = 'file' | 'keep'
type When = 'before' | 'after'

/** A step, and where its files are. */
function begun(t: Test, op: Op) {
  if (op !== 'pool-link') return { ...pair(t, op), paths: { file: 'dir/file', keep: 'keep/keep' } }
  return { ...poolPair(t), paths: { file: 'b/s/t/d', keep: 'a/k' } }
}

const disk = realDisk()

/** Acts once, when the file of a step is taken out of reach; clones are copies. */
function takingAway(swaps: boolean, when: When, act: () => void): Partial<Disk> {
  let done = false
  const once = () => {
    if (!done) act()
    done = true
  }
  const around = (call: (a: Place, b: Place) => void) => (a: Place, b: Place) => {
    if (when === 'before') once()
    call(a, b)
    if (when === 'after') once()
  }
  return {
    ...UNASKED,
    dedupe: undefined as never,
    clone: (fd, place) => copyFileSync(`/proc/self/fd/${fd}`, at(place)),
    renameAside: around(disk.renameAside),
    exchange: swaps ? around(disk.exchange!) : (undefined as never),
  }
}

const OPS: Op[] = ['delete', 'hardlink', 'symlink', 'reflink', 'move', 'pool-link']

for (const op of OPS)
  for (const who of ['file', 'keep'] as Victim[])
    for (const when of ['before', 'after'] as When[])
      for (const swaps of [true, false])
        t.test(
          `${op}, names ${swaps ? 'swap' : 'do not swap'}: a writer of the ${who}, ${when} it is out of reach`,
          { skip: noNative },
          async (t) => {
            const { scratch, step, paths } = begun(t, op)
            const names = scratch.names()
            const held = openSync(scratch.at(paths[who]), 'r')
            let writer = -1
            const act = () => (writer = openSync(`/proc/self/fd/${held}`, 'r+'))
            t.equal(await carryOut(runOn(takingAway(swaps, when, act)), step), 'busy')
            t.strictSame(
              scratch.names().filter((name) => name !== 'to/'),
              names,
            )
            writeSync(writer, 'PRECIOUS')
            for (const fd of [held, writer]) closeSync(fd)
            t.match(scratch.read(paths[who]), /^PRECIOUS/)
          },
        )
