// The power goes before each change of a run. What was safe before the run is safe afterwards, and what
// the journal says is true.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openAppend } from '../../lib/fs/append-file.js'
import type { Way } from '../../lib/apply/recover.js'
import type { CutDisk } from './cut-disk.js'
import { lost, unsettled, wrongs, type Known } from './judge.js'
import { memoryFile, type MemoryFile } from './memory-file.js'
import { plant, type Files, type Tree } from './small-tree.js'
import { places, WAYS, type Slice, type Swept } from './sweeps.js'
import { farAway } from './scenarios.js'
import { World, type Scenario, type Wanted } from './world.js'

const KEPT = 'a/k'

/** So many that they have blocks of their own. */
const ZEROS = '\0'.repeat(50_000)

const filesOf = ([, name, , , bytes]: Wanted): Files => ({
  [KEPT]: 'content',
  [name]: bytes === undefined ? 'content' : 'content'.slice(0, bytes) + ZEROS,
})

const OPS: { readonly [name: string]: Wanted } = {
  delete: ['delete', 'b/d', KEPT],
  'delete with zeros': ['delete', 'b/d', KEPT, '', 4],
  hardlink: ['hardlink', 'b/d', KEPT],
  symlink: ['symlink', 'b/d', KEPT],
  move: ['move', 'b/d', KEPT, 'to/d'],
  'move without a keeper': ['move', 'b/d', '', 'to/d'],
  'pool-link': ['pool-link', 'b/d', KEPT, 'a/d'],
  'pool-link into new directories': ['pool-link', 'b/s/t/d', KEPT, 'a/s/t/d'],
}

const DIRS = Array.from({ length: 17 }, (_, i) => `b${i}/d`)

/** So many directories that they are written out all at once. */
const MANY: Scenario = {
  name: 'delete in many directories',
  files: { [KEPT]: 'content', ...Object.fromEntries(DIRS.map((name) => [name, 'content'])) },
  steps: DIRS.map((name) => ['delete', name, KEPT]),
}

/** Each op, moves to another file system, too, and the taking back of each. No content has a third name. */
export const CUTS: readonly Scenario[] = [MANY].concat(Object.entries(OPS).flatMap(opsOf))

function opsOf([name, step]: [string, Wanted]): Scenario[] {
  const branches = step[0] === 'pool-link' ? ['a', 'b'] : []
  const scenario = { name, files: filesOf(step), steps: [step], branches }
  const all = step[0] === 'move' ? [scenario, apart(scenario)] : [scenario]
  return all.flatMap((one) => [one, { ...one, name: `undo of ${one.name}`, undone: 1 }])
}

function apart(scenario: Scenario): Scenario {
  return { ...scenario, name: `${scenario.name} far away`, able: { apart: farAway } }
}

type Staged = { readonly world: World; readonly before: Tree }

/** The plan of a scenario, its keeper replaced by a fresh one where nothing was undone before. */
async function stage(disk: CutDisk, scenario: Scenario): Promise<Staged> {
  const { files, steps, able, undone = 0, branches } = scenario
  disk.begin()
  const world = new World({ ...able, mode: 'X' }, files, steps, disk.path, branches)
  await world.takeBack(undone)
  disk.sync()
  if (undone === 0) freshen(world, scenario)
  const before = new Map(world.look())
  // Nobody else has all that a fresh keeper of a partial file holds, and that it is safe is not our doing.
  if (undone === 0 && steps.some(([, , , , bytes]) => bytes !== undefined)) before.delete(KEPT)
  return { world, before }
}

/** Copied just now, and nobody has asked for it to be safe. */
function freshen(world: World, { files, steps }: Scenario): void {
  if (steps.some(([, , keep]) => keep === '')) return
  rmSync(world.path(KEPT))
  plant(world.root, { [KEPT]: files[KEPT]! })
  world.steps = world.plan(steps)
}

async function rehearse(disk: CutDisk, scenario: Scenario): Promise<Known & { changes: number }> {
  const { world, before } = await stage(disk, scenario)
  const { error, faults } = await world.apply()
  if (error) throw error
  const known = { before, final: world.look(), root: world.root, changes: faults.changes }
  disk.end()
  return known
}

type Cut = { readonly at: number; readonly near: boolean; readonly way: Way }

/**
 * Before each change; `near`: the journal is on the disk, too, and somebody else has just had a file of
 * his own written out; else it is on another one, where all of it is safe at once.
 */
export async function powerCuts(disk: CutDisk, scenario: Scenario, slice: Slice): Promise<Swept> {
  const swept: Swept = { cases: 0, wrong: [] }
  const known = await rehearse(disk, scenario)
  for (const at of places(known.changes + 1, slice))
    for (const near of [false, true]) {
      const way = WAYS[(at + Number(near)) % 2]!
      const found = await play(disk, scenario, known, { at, near, way })
      swept.cases++
      swept.wrong.push(...found.map((one) => `at ${at}${near ? ', near' : ''}, ${way}: ${one}`))
    }
  return swept
}

async function play(disk: CutDisk, scenario: Scenario, known: Known, { at, near, way }: Cut) {
  const { world, before } = await stage(disk, scenario)
  const path = join(disk.path, 'journal.csv')
  if (near) world.journal = onDisk(path)
  await world.apply({ fault: { at, how: 'crash' } })
  world.journal.close()
  if (near) disk.syncOther()
  disk.cut()
  const gone = lost(world, before, world.look()).map((content) => `lost ${content}`)
  if (near) world.journal = memoryFile(existsSync(path) ? readFileSync(path) : '')
  const { error } = await world.recover(way)
  const found = wrongs(world, known, before).filter((one) => one !== `changed ${KEPT}`)
  const open = unsettled(world.journal) ? ['unsettled'] : []
  disk.end()
  return [...gone, ...(error ? [`recovery: ${String(error)}`] : []), ...found, ...open]
}

/** A journal that is a file, which can be lost. */
function onDisk(path: string): MemoryFile {
  return { ...openAppend(path, true), bytes: Buffer.alloc(0) }
}
