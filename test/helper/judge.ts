// Is everything as it must be after a crash, an error, a recovery?
import { isFinal } from '../../lib/apply/journal-row.js'
import { rowsOf, type MemoryFile } from './memory-file.js'
import { contents, temporaries, type Entry, type Tree } from './small-tree.js'
import type { World } from './world.js'

export const DONE = ['DELETED', 'LINKED', 'MOVED', 'COPIED']

/** What a world was before a run, and what the run makes of it when nothing goes wrong. */
export type Known = { readonly before: Tree; readonly final: Tree; readonly root: string }

/** A clean run of the same scenario. */
export async function rehearse(world: World): Promise<Known & { changes: number; calls: number }> {
  const before = world.look()
  const { error, results, faults } = await world.apply()
  const bad = error ?? results.find(({ status }) => status !== 'done')
  if (bad) throw new Error(`the clean run fails: ${JSON.stringify(bad)} ${String(bad)}`)
  const { changes, calls } = faults
  return { before, final: world.look(), root: world.root, changes, calls: calls.length }
}

/**
 * Contents that were there, and are not under any name now, but for those that were to go.
 * @param planned what the plan was made for
 */
export function lostContents(world: World, before: Tree, now: Tree, planned = before): string[] {
  const left = contents(now).add('') // an empty file holds nothing
  const spare = world.spare(planned)
  return [...contents(before)].filter((content) => {
    const beginning = spare.get(content)
    return beginning === undefined
      ? !left.has(content)
      : ![...left].some((one) => one.startsWith(beginning))
  })
}

/** The same, and names that a pool of the branches showed, and shows no more. */
export function lost(world: World, before: Tree, now: Tree): string[] {
  const [was, is] = [before, now].map((tree) => poolNames(tree, world.branches))
  return [...lostContents(world, before, now), ...[...was!].filter((name) => !is!.has(name))]
}

function poolNames(tree: Tree, branches: readonly string[]): Set<string> {
  const ours = temporaries(tree)
  const names = [...tree.keys()].filter((name) => !ours.includes(name))
  const on = names.filter((name) => branches.some((branch) => name.startsWith(`${branch}/`)))
  return new Set(on.map((name) => name.slice(name.indexOf('/') + 1)))
}

/** The last status of each step by its name, `''` where the journal has none. */
export function statuses(journal: MemoryFile, root: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const { filepath, status } of rowsOf(journal))
    found.set(filepath.slice(root.length + 1), status)
  return found
}

export function unsettled(journal: MemoryFile): number {
  const last = new Map(rowsOf(journal).map((row) => [row.filepath, row]))
  return [...last.values()].filter((row) => !isFinal(row)).length
}

/**
 * What is wrong with a world that nothing is at work in any more: contents lost, temporaries,
 * steps neither done nor untouched, or not as the journal says, other names changed.
 */
export function wrongs(world: World, known: Known, before: Tree): string[] {
  const now = world.look()
  const view = (tree: Tree, own: Tree, root: string) => describe(tree, own, root)
  const [was, is] = [view(before, before, world.root), view(now, before, world.root)]
  const end = view(known.final, known.before, known.root)
  const told = statuses(world.journal, world.root)
  const touched = world.touched()
  const all = new Set([...was.keys(), ...is.keys()])
  touched.flat().forEach((name) => all.delete(name ?? ''))
  // Two files may leave one pool link: it is there if one of them was replaced.
  const ends = new Map<string, string>()
  for (const [name, to] of touched)
    if (to !== undefined && !DONE.includes(ends.get(to) ?? '')) ends.set(to, told.get(name) ?? '')
  return [
    ...lost(world, before, now).map((content) => `lost ${JSON.stringify(content)}`),
    ...temporaries(now).map((name) => `left ${name}`),
    ...touched.flatMap(([name]) => wrongName(name, was, end, is, told.get(name) ?? '')),
    ...[...ends].flatMap(([name, status]) => wrongName(name, was, end, is, status)),
    ...[...all].filter((name) => was.get(name) !== is.get(name)).map((name) => `changed ${name}`),
  ]
}

type View = ReadonlyMap<string, string>

function wrongName(name: string, was: View, end: View, is: View, told: string): string[] {
  const want = (DONE.includes(told) ? end : was).get(name)
  const ok = want === is.get(name)
  return ok ? [] : [`${told || 'no row'}: ${name} is ${is.get(name)}, not ${want}`]
}

/** Entries in words that are the same in every copy of a scenario. */
function describe(tree: Tree, own: Tree, root: string): View {
  const labels = new Map<string, string>()
  for (const [name, { ino }] of own) if (!labels.has(ino)) labels.set(ino, name)
  const words = ({ kind, content, mode, uid, gid, mtimeNs, ino }: Entry) => {
    const text = content.replaceAll(root, '%')
    return kind === 'symlink'
      ? `symlink ${text}`
      : [kind, text, mode, uid, gid, mtimeNs, labels.get(ino) ?? 'new'].join(' ')
  }
  return new Map([...tree].map(([name, entry]) => [name, words(entry)]))
}

/** Which names share an inode: the same before, and after all was taken back. */
export function linked(tree: Tree): string[] {
  const inodes = new Map<string, string[]>()
  for (const [name, { ino }] of tree) inodes.set(ino, [...(inodes.get(ino) ?? []), name])
  return [...inodes.values()].map((names) => names.sort().join('=')).sort()
}
