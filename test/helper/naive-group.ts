// dd-group as one would write it if neither time nor memory mattered: what the real one is held against.
import type { Grouping } from '../../lib/group/grouping.js'
import { HERE } from '../../lib/record/host.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathBytes } from '../../lib/record/path.js'

type Named = { readonly record: FileRecord; readonly line: string; readonly name: string }

/** What dd-group writes for these lines. */
export function naiveGroup(
  lines: readonly string[],
  { by, wanted, asGroups }: Pick<Grouping, 'by' | 'wanted' | 'asGroups'>,
): string {
  const newest = new Map<string, Named>()
  for (const named of lines.map((line) => read(line, asGroups)).sort(newestLast))
    newest.set(`${hostOf(named)} ${named.name}`, named)
  const keys = new Map<string, Named[]>()
  for (const named of newest.values()) {
    const key = keyOf(named.record, by)
    const files = keys.get(key)
    if (files === undefined) keys.set(key, [named])
    else files.push(named)
  }
  const kept = [...keys.values()].filter((files) => wanted(countFiles(files)))
  return asGroups ? groups(kept) : files(kept.flat())
}

function read(line: string, asGroups: boolean): Named {
  const record: FileRecord = JSON.parse(line)
  const { hash: _, algo: __, ...member } = record
  const name = pathBytes(record).toString('latin1')
  return { record, line: asGroups ? JSON.stringify(member) : line, name }
}

function newestLast(a: Named, b: Named): number {
  const [x, y] = [BigInt(a.record.ctimeNs), BigInt(b.record.ctimeNs)]
  if (x !== y) return x < y ? -1 : 1
  const digest = ({ record: { hash, algo } }: Named) => `${hash} ${algo}`
  return compareText(b.line, a.line) || compareText(digest(b), digest(a))
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function keyOf({ size, head, headBytes, hash, algo }: FileRecord, by: string): string {
  if (by === 'size') return `${size}`
  return by === 'head' ? `${size} ${head} ${headBytes} ${algo}` : `${size} ${hash} ${algo}`
}

const inodeOf = (named: Named) =>
  JSON.stringify([hostOf(named), named.record.dev, named.record.ino])

/** Empty for this machine, which a record need not name. */
const hostOf = ({ record: { host = '' } }: Named) => (host === HERE ? '' : host)

/** The device on which files of the others may be seen once more. */
export const VIEWS = '9'

/** Names that share an inode are one file; so are those that share all that views do. */
function countFiles(files: readonly Named[]): number {
  const seen = (named: Named) => {
    const { ino, size, mtimeNs, ctimeNs } = named.record
    return JSON.stringify([hostOf(named), ino, size, mtimeNs, ctimeNs, 'seen'])
  }
  const isView = (file: Named) =>
    files.some((other) => other.record.dev === VIEWS && seen(other) === seen(file))
  let parts: Set<string>[] = []
  for (const file of files) {
    const keys = isView(file) ? [inodeOf(file), seen(file)] : [inodeOf(file)]
    const own = parts.filter((part) => keys.some((key) => part.has(key)))
    const others = parts.filter((part) => !own.includes(part))
    parts = [...others, new Set([...keys, ...own.flatMap((part) => [...part])])]
  }
  return parts.length
}

const byName = (a: Named, b: Named) => compareText(a.name, b.name)

function files(found: readonly Named[]): string {
  const place = (named: Named) => {
    const { dev, ino } = named.record
    return `${hostOf(named)}\0${dev.padStart(20, '0')}${ino.padStart(20, '0')}`
  }
  const sorted = found.toSorted((a, b) => compareText(place(a), place(b)) || byName(a, b))
  return sorted.map(({ line }) => `${line}\n`).join('')
}

function groups(found: readonly Named[][]): string {
  const lines = found.map((files) => {
    const { size, hash, algo } = files[0]!.record
    const members = files
      .toSorted((a, b) => byName(a, b) || compareText(hostOf(a), hostOf(b)))
      .map(({ line }) => line)
    const head = JSON.stringify({ type: 'group', size, hash, algo }).slice(0, -1)
    return { size, digest: `${hash} ${algo}`, line: `${head},"files":[${members}]}\n` }
  })
  lines.sort((a, b) => b.size - a.size || compareText(a.digest, b.digest))
  return lines.map(({ line }) => line).join('')
}
