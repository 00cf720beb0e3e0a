// Plans that crash tests play, small, one for each thing that a step can meet.
import type { Place } from '../../lib/fs/disk.js'
import type { Op } from '../../lib/record/step.js'
import type { Mode } from './fault.js'
import type { Files } from './small-tree.js'
import type { Scenario, Wanted } from './world.js'

const LONG = `b/${'n'.repeat(255)}`
const ODD = 'b/\xff\n",x'

/** A keeper, a copy, a copy under two names, one with the longest name, one with an odd one. */
const COPIES: Files = {
  'a/k': 'content',
  'b/d': 'content',
  'b/e': 'content',
  'c/e': '=b/e',
  [LONG]: 'content',
  [ODD]: 'content',
  'a/x': 'another',
}
const NAMES = ['b/d', 'b/e', 'c/e', LONG, ODD]

const all = (op: Wanted[0]): Wanted[] => NAMES.map((name) => [op, name, 'a/k'])
const moves: Wanted[] = NAMES.map((name) => ['move', name, 'a/k', `to/new/${name}`])

/** All that is below `to` seems to be another file system. */
export function farAway(from: Place, to: Place): boolean {
  const far = ({ dir }: Place) => `${dir.path}/`.includes('/to/')
  return far(from) !== far(to)
}

const clones = { copyClones: true }

/** A mixed plan; its names meet in the same directories. */
const MIXED: Files = {
  ...COPIES,
  'b/empty': '',
  'b/half': 'cont',
  'b/m': 'content',
  'b/s': 'content',
}

const mixed: Wanted[] = [
  ['delete', 'b/d', 'a/k'],
  ['hardlink', 'b/e', 'a/k'],
  ['hardlink', 'c/e', 'a/k'],
  ['symlink', 'b/s', 'a/k'],
  ['move', 'b/m', 'a/k', 'to/m'],
  ['delete', 'b/half', 'a/k'],
  ['delete', 'b/empty'],
]

/** Interrupted copies whose room was taken beforehand: half of a file, and zeros in place of the rest. */
const ZEROS: Files = {
  'a/k': 'content',
  'a/s': 'another',
  'b/z': 'cont\0\0\0\0\0',
  'c/z': '=b/z',
  'b/y': 'conten\0',
  'b/x': 'another\0\0',
}

const ZERO_NAMES: readonly (readonly [name: string, keep: string, bytes: number])[] = [
  ['b/z', 'a/k', 4],
  ['c/z', 'a/k', 4],
  ['b/y', 'a/k', 6],
  ['b/x', 'a/s', 7],
]

const unzeros = ZERO_NAMES.map(([name, keep, bytes]): Wanted => ['delete', name, keep, '', bytes])
const zeroMoves = ZERO_NAMES.map(([name, keep, bytes]): Wanted => [
  'move',
  name,
  keep,
  `to/${name}`,
  bytes,
])

const single: Files = { 'a/k': 'content', 'b/d': 'content', 'b/r': 'content' }

/** Three branches of a pool: a keeper on one, copies on the others, two of them with one name. */
const POOL: Files = {
  'a/k': 'content',
  'a/s/other': 'another',
  'b/s/t/d': 'content',
  'b/s/t/e': 'content',
  'b/f': '=b/s/t/e',
  'b/s/g': 'content',
  'c/s/g': 'content',
  [ODD]: 'content',
}

const links: Wanted[] = ['s/t/d', 's/t/e', 'f', 's/g', ODD.slice(2)]
  .map((name): Wanted => ['pool-link', `b/${name}`, 'a/k', `a/${name}`])
  .concat([['pool-link', 'c/s/g', 'a/k', 'a/s/g']])

const pool = { files: POOL, steps: links, branches: ['a', 'b', 'c'] }

/** Ops on their own, then the taking back of each, then the taking back of that. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'delete', files: COPIES, steps: all('delete') },
  { name: 'delete one of two names', files: { 'a/k': 'c', 'b/d': '=a/k' }, steps: [['delete', 'b/d', 'a/k']] },
  { name: 'hardlink', files: COPIES, steps: all('hardlink') },
  { name: 'symlink', files: COPIES, steps: all('symlink') },
  { name: 'reflink by a clone', files: single, able: clones, only: ['A', 'E'], steps: [['reflink', 'b/d', 'a/k'], ['reflink', 'b/r', 'a/k']] },
  { name: 'move', files: COPIES, steps: moves },
  { name: 'move far away', files: COPIES, steps: moves, able: { apart: farAway } },
  { name: 'move without a keeper', files: { 'b/d': 'content', 'b/e': 'other' }, steps: [['move', 'b/d', '', 'to/d'], ['move', 'b/e', '', 'to/e']] },
  { name: 'pool-link', ...pool },
  { name: 'undo of pool-link', ...pool, undone: 1 },
  { name: 'undo of undo of pool-link', ...pool, undone: 2 },
  { name: 'partial and empty', files: MIXED, steps: [['delete', 'b/half', 'a/k'], ['delete', 'b/empty']] },
  { name: 'delete with zeros', files: ZEROS, steps: unzeros },
  { name: 'move with zeros', files: ZEROS, steps: zeroMoves },
  { name: 'move with zeros far away', files: ZEROS, steps: zeroMoves, able: { apart: farAway } },
  { name: 'undo of delete with zeros', files: ZEROS, steps: unzeros, undone: 1 },
  { name: 'undo of undo of delete with zeros', files: ZEROS, steps: unzeros, undone: 2 },
  { name: 'mixed', files: MIXED, steps: mixed },
  { name: 'undo of delete', files: COPIES, steps: all('delete'), undone: 1 },
  { name: 'undo of delete of one of two names', files: { 'a/k': 'c', 'b/d': '=a/k' }, steps: [['delete', 'b/d', 'a/k']], undone: 1 },
  { name: 'undo of hardlink', files: COPIES, steps: all('hardlink'), undone: 1 },
  { name: 'undo of symlink', files: COPIES, steps: all('symlink'), undone: 1 },
  { name: 'undo of move', files: COPIES, steps: moves, undone: 1 },
  { name: 'undo of move far away', files: COPIES, steps: moves, able: { apart: farAway }, undone: 1 },
  { name: 'undo of mixed', files: MIXED, steps: mixed, undone: 1 },
  { name: 'undo of undo of delete', files: COPIES, steps: all('delete'), undone: 2 },
  { name: 'undo of undo of hardlink', files: COPIES, steps: all('hardlink'), undone: 2 },
  { name: 'undo of undo of symlink', files: COPIES, steps: all('symlink'), undone: 2 },
  { name: 'undo of undo of mixed', files: MIXED, steps: mixed, undone: 2 },
] // prettier-ignore

/** One step of each: for runs with two faults, whose number grows with the square. */
export const SHORT: readonly Scenario[] = SCENARIOS.filter(
  ({ name }) => !name.includes('mixed'),
).map((scenario) => ({ ...scenario, steps: scenario.steps.slice(0, 1) }))

export const MODES: readonly Mode[] = ['A', 'E', 'F', 'X']

const LINKING: readonly Op[] = ['hardlink', 'pool-link']

function needsLinks({ steps, files, undone = 0 }: Scenario): boolean {
  const linked = Object.values(files).some((content) => content.startsWith('='))
  return steps.some(([op]) => LINKING.includes(op)) || (linked && undone > 0)
}

/** Every scenario in every mode that it can be played in. */
export function played(scenarios: readonly Scenario[], modes: readonly Mode[] = MODES) {
  return scenarios.flatMap((scenario) =>
    modes
      .filter((mode) => scenario.only === undefined || scenario.only.includes(mode))
      .filter((mode) => mode !== 'F' || !needsLinks(scenario))
      .map((mode) => ({ scenario, mode, title: `${scenario.name}, mode ${mode}` })),
  )
}
