import { stacked } from '../fs/stacked.js'
import type { FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import { elsewhere } from '../record/host.js'
import type { AnyGroup, Files } from '../record/group.js'
import { counted } from '../record/counted.js'
import { firstNames } from '../record/one-file.js'
import { spareBytes, type Copy } from '../record/spare-bytes.js'
import { splitBy } from '../record/split-by.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

const isStacked = stacked()

/** Equal files: how many copies, how large, what could be freed, and the names. */
export function groupSection(): Section<AnyGroup> {
  let [groups, names, copies, bytes] = [0, 0, 0, 0]
  return {
    heading: 'Groups of equal files:',
    lines: (group) => {
      const own = copiesOf(group.files)
      const spare = spareOf(own)
      groups++
      names += group.files.length
      copies += own.length
      bytes += spare
      return lines(group, own.length, spare)
    },
    summary: () => {
      const all = counted(copies, 'copy', 'copies') + under(names, copies)
      return `${counted(groups, 'group')}: ${all}, ${formatSize(bytes)} could be freed`
    },
  }
}

function* lines(group: AnyGroup, copies: number, spare: number): Generator<string> {
  yield ''
  yield head(group, copies, spare)
  yield* namesOf(group)
}

function head(group: AnyGroup, copies: number, spare: number): string {
  const all = `${counted(copies, 'copy', 'copies')} of ${formatSize(group.size)}`
  const free = `${formatSize(spare)} could be freed`
  return `${all}${under(group.files.length, copies)}, ${free}${remark(group)}`
}

/** Hard links are one copy under several names. */
function under(names: number, copies: number): string {
  return names > copies ? ` under ${counted(names, 'name')}` : ''
}

/** @param partial written by dd-prefix(1): the files of this group are the beginning of a larger one */
function remark({ partial }: AnyGroup & { readonly partial?: unknown }): string {
  if (partial !== 'high' && partial !== 'low') return ''
  return `; they are incomplete themselves, confidence ${partial}`
}

function* namesOf({ files, lost = [] }: AnyGroup): Generator<string> {
  for (const file of files) yield `  ${shownPath(file)}`
  for (const name of lost) yield `  ${shownPath(name)} (removed by a run that was interrupted)`
}

/** Each machine keeps one of its copies: what others have is no reason to remove it. */
function spareOf(copies: readonly Own[]): number {
  const machines = splitBy(copies, ({ host }) => host ?? '')
  return machines.reduce((sum, own) => sum + spareBytes(own), 0)
}

/** A copy, and the machine that has it if it is another one. */
type Own = Copy & { readonly host: string | undefined }

/** Each file, with the number of its names. */
function copiesOf(files: Files): Own[] {
  const copies = new Map<number, Own & { names: number }>()
  const firsts = firstNames(files, isStacked)
  let place = 0
  for (const file of files) {
    const first = firsts[place++]!
    const copy = copies.get(first)
    if (copy) copy.names++
    else copies.set(first, { names: 1, ...copyOf(file) })
  }
  return [...copies.values()]
}

function copyOf(file: FileRecord) {
  return { nlink: file.nlink, bytes: bytesOnDisk(file), host: elsewhere(file) }
}

function bytesOnDisk({ blocks, size }: FileRecord): number {
  return blocks === undefined ? size : blocks * 512
}
