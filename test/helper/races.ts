// Somebody else acts before the nth call of a run, for every n; and then the run dies, too.
import { statSync } from 'node:fs'
import { ATTACKS, VICTIMS, type Attack, type Victim } from './attacks.js'
import type { Call, Fault, Mode } from './fault.js'
import { lostContents } from './judge.js'
import { SCENARIOS } from './scenarios.js'
import { contents, temporaries, type Tree } from './small-tree.js'
import { ALL, places, Sweep, WAYS, type Slice } from './sweeps.js'
import type { Played, Scenario, World } from './world.js'

const NAMES: { readonly [victim in Victim]: string } = { file: 'b/d', keep: 'a/k', to: 'to/d' }

const FILES = {
  'a/k': 'content',
  'b/d': 'content',
  'to/other': 'other',
  'spare/own': 'own',
  ...VICTIMS,
}

/** `b/d` is half of its keeper, and zeros. */
const ZEROS = { ...FILES, 'b/d': 'cont\0\0\0' }

const WANTED: { readonly [start: string]: Scenario['steps'] } = {
  'delete with zeros': [['delete', 'b/d', 'a/k', '', 4]],
  'move with zeros': [['move', 'b/d', 'a/k', 'to/d', 4]],
  delete: [['delete', 'b/d', 'a/k']],
  hardlink: [['hardlink', 'b/d', 'a/k']],
  symlink: [['symlink', 'b/d', 'a/k']],
  reflink: [['reflink', 'b/d', 'a/k']],
  'move without': [['move', 'b/d', '', 'to/d']],
  move: [['move', 'b/d', 'a/k', 'to/d']],
  'pool-link': [['pool-link', 'b/d', 'a/k', 'a/d']],
}

/** Where a pool link is made. */
const POOL_LINK = 'a/d'

function nameOf({ branches }: World, on: Victim): string {
  return on === 'to' && branches.length > 0 ? POOL_LINK : NAMES[on]
}

/** One step of each op, and of the taking back of each. */
export const RACES: readonly Scenario[] = SCENARIOS.flatMap(
  ({ name, able, only, branches, undone = 0 }) => {
    const op = name.replace(/^(?:undo of )+/, '')
    const [start] = Object.keys(WANTED).filter(
      (start) => op.startsWith(start) && !op.includes('one of'),
    )
    const steps = start === undefined ? undefined : WANTED[start]
    if (steps === undefined) return []
    const files = op.includes('zeros') ? ZEROS : FILES
    const rest = { ...(able && { able }), ...(only && { only }) }
    return [{ name, files, steps, undone, ...(branches && { branches: ['a', 'b'] }), ...rest }]
  },
)

type Raced = Played & {
  readonly first: Tree
  readonly after: Tree | undefined
  readonly through: boolean
}

/** Play the attack before call `n`. `after`: what was there right after it; undefined: it could not. */
async function race(world: World, attack: Attack, n: number, fault?: Fault): Promise<Raced> {
  const first = world.look()
  let after: Tree | undefined
  let through = false
  const path = `${world.root}/${nameOf(world, attack.on)}`
  const before = (i: number) => {
    if (i !== n) return
    through = isKeeper(world, path)
    try {
      attack.act(path, `${world.root}/spare`)
    } catch {
      return
    }
    after = world.look()
  }
  const played = await world.apply({ before, fault, trace: true })
  return { ...played, first, after, through }
}

function isKeeper(world: World, path: string): boolean {
  const [a, b] = [path, `${world.root}/${NAMES.keep}`].map((path) =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  )
  return a !== undefined && b !== undefined && a.ino === b.ino
}

/**
 * The one window that is left, R1 of dd-apply(1): after the last look at what is to stay, before the
 * file is unlinked.
 */
function isR1(calls: readonly Call[], n: number, { seen }: Attack, name: string): boolean {
  const unlinked = calls.findIndex(
    ({ name, where }, i) => i >= n && name === 'unlink' && where.endsWith('~'),
  )
  const looks = calls.map((call) => call.name === seen && call.where.endsWith(`/${name}`))
  const last = looks.lastIndexOf(true, unlinked)
  return unlinked !== -1 && n > last
}

/**
 * R7 of dd-tools(7): where the file system can neither rename without replacing nor link, a name is given by a rename
 * over an empty file that was just made: between the look at that one and the rename.
 */
function isR7(calls: readonly Call[], n: number, mode: Mode, name: string): boolean {
  const [look, rename] = [calls[n - 1], calls[n]]
  if (mode !== 'F' || rename?.name !== 'rename' || look?.name !== 'lstat') return false
  return rename.where.endsWith(`/${name}`) && look.where.endsWith(`/${name}`)
}

/** Every attack at every call. @returns also the windows where content was lost as R1 and R7 say */
export async function races(sweep: Sweep, slice: Slice = ALL) {
  const windows = new Set<string>()
  const known = await sweep.rehearse()
  for (const attack of ATTACKS)
    for (const n of places(known.calls, slice))
      await sweep.play(known, `${attack.name} before call ${n}`, async ({ world }) => {
        const raced = await race(world, attack, n)
        if (raced.after === undefined) return undefined
        const gone = goneAfter(world, raced, attack, n, windows)
        if (raced.error !== undefined) await world.recover('finish')
        return [...gone, ...goneAfter(world, raced, attack, n, windows), ...untold(world, raced)]
      })
  return { cases: sweep.cases, wrong: sweep.wrong, windows: [...windows].sort() }
}

function goneAfter(world: World, raced: Raced, attack: Attack, n: number, windows: Set<string>) {
  const lost = lostContents(world, raced.after!, world.look(), raced.first)
  const gone = lost.filter((one) => !isBegun(world, one))
  if (gone.length === 0) return []
  const on = raced.through ? 'keep' : attack.on
  const { calls } = raced.faults
  const name = nameOf(world, on)
  const window =
    (on !== 'file' && isR1(calls, n, attack, name) && 'R1') ||
    (isR7(calls, n, world.ability.mode, name) && 'R7')
  if (window) {
    windows.add(`${window}: ${attack.name} before ${calls[n]!.name} ${short(calls[n]!, world)}`)
    return []
  }
  return gone.map((content) => `lost ${content}; ${calls[n]!.name} ${short(calls[n]!, world)}`)
}

/**
 * Was it only a copy, made by the undo, of what its keeper begins with by now? Who adds to a file that
 * has two names adds to both, if the copy that would have parted them is taken back.
 */
function isBegun(world: World, content: string): boolean {
  const bytes = content.replace(/\0+$/, '')
  const begun = () => [...contents(world.look())].some((one) => one.startsWith(bytes))
  return world.steps.every(({ op }) => op === 'copy') && begun()
}

function short({ where }: Call, { root }: World): string {
  return where.replaceAll(`${root}/`, '').replace(/\.dd-[^ ~]*~/g, '.dd~')
}

/** A temporary is left only where a conflict says so. */
function untold(world: World, { results, error }: Raced): string[] {
  if (error !== undefined || results.some(({ error }) => error?.code === 'conflict')) return []
  return temporaries(world.look()).map((name) => `left ${name}, told ${JSON.stringify(results)}`)
}

/** An attack at any call, a crash at any change after it, a recovery: what was new is still there. */
export async function racesThenCrash(sweep: Sweep, slice: Slice = ALL) {
  const known = await sweep.rehearse()
  for (const attack of ATTACKS)
    for (const n of places(known.calls, slice))
      for (let [at, fired] = [0, true]; fired; at++)
        for (const way of WAYS)
          await sweep.play(
            known,
            `${attack.name} before call ${n}, crash at ${at}, ${way}`,
            async ({ world }) => {
              const raced = await race(world, attack, n, { at, how: 'crash' })
              fired = raced.faults.fired
              if (!fired || raced.after === undefined) return undefined
              const gone = goneAfter(world, raced, attack, n, new Set())
              await world.recover(way)
              return [...gone, ...goneAfter(world, raced, attack, n, new Set())]
            },
          )
  return sweep
}
