import type { FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import { elsewhere } from '../record/host.js'
import type { GroupRecord } from '../record/group.js'
import { counted } from '../record/counted.js'
import { splitByFile } from '../record/one-file.js'
import { spareBytes, type Copy } from '../record/spare-bytes.js'
import { splitBy } from '../record/split-by.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

/** Equal files: how many copies, how large, what could be freed, and the names. */
export function groupSection(): Section<GroupRecord> {
  let [groups, names, copies, bytes] = [0, 0, 0, 0]
  return {
    heading: 'Groups of equal files:',
    lines: (group) => {
      const own = splitByFile(group.files)
      const spare = spareOf(own)
      groups++
      names += group.files.length
      copies += own.length
      bytes += spare
      return ['', head(group, own.length, spare), ...namesOf(group)]
    },
    summary: () => {
      const all = counted(copies, 'copy', 'copies') + under(names, copies)
      return `${counted(groups, 'group')}: ${all}, ${formatSize(bytes)} could be freed`
    },
  }
}

function head(group: GroupRecord, copies: number, spare: number): string {
  const all = `${counted(copies, 'copy', 'copies')} of ${formatSize(group.size)}`
  const free = `${formatSize(spare)} could be freed`
  return `${all}${under(group.files.length, copies)}, ${free}${remark(group)}`
}

/** Hard links are one copy under several names. */
function under(names: number, copies: number): string {
  return names > copies ? ` under ${counted(names, 'name')}` : ''
}

/** @param partial written by dd-prefix(1): the files of this group are the beginning of a larger one */
function remark({ partial }: GroupRecord & { readonly partial?: unknown }): string {
  if (partial !== 'high' && partial !== 'low') return ''
  return `; they are incomplete themselves, confidence ${partial}`
}

function namesOf({ files, lost = [] }: GroupRecord): string[] {
  return [
    ...files.map((file) => `  ${shownPath(file)}`),
    ...lost.map((name) => `  ${shownPath(name)} (removed by a run that was interrupted)`),
  ]
}

/** Each machine keeps one of its copies: what others have is no reason to remove it. */
function spareOf(copies: readonly FileRecord[][]): number {
  const machines = splitBy(copies, ([file]) => elsewhere(file!) ?? '')
  return machines.reduce((sum, own) => sum + spareBytes(own.map(asCopy)), 0)
}

function asCopy(names: readonly FileRecord[]): Copy {
  const [file] = names
  return { names: names.length, nlink: file!.nlink, bytes: bytesOnDisk(file!) }
}

function bytesOnDisk({ blocks, size }: FileRecord): number {
  return blocks === undefined ? size : blocks * 512
}
