// Journals of rows that runs may have written, about a disk where anything may have happened since.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import type { Row } from '../../lib/apply/journal-row.js'
import { parseRow } from '../../lib/apply/parse-row.js'
import { OPS, type Op } from '../../lib/record/step.js'
import { pick } from './random.js'
import { row } from './rows.js'
import type { Scratch } from './scratch.js'

const DIRS = ['A/d', 'B/d', 'C']
const NAMES = DIRS.flatMap((dir) => ['x', 'y', 'z'].map((name) => `${dir}/${name}`))

const ENDS: { readonly [op in Op]: string } = {
  delete: 'DELETED',
  hardlink: 'LINKED',
  reflink: 'LINKED',
  symlink: 'LINKED',
  move: 'MOVED',
  'pool-link': 'LINKED',
  copy: 'COPIED',
}

const WORDS: { readonly [op in Op]: readonly string[] } = {
  delete: ['partial'],
  hardlink: ['partial'],
  reflink: ['partial'],
  symlink: ['partial'],
  move: [],
  'pool-link': [],
  copy: ['hardlink', 'symlink'],
}

type Random = () => number

/** Rows that `parseRow` lets pass, each of a step of its own. */
export function randomRows(root: string, count: number, random: Random): Row[] {
  const rows: Row[] = []
  while (rows.length < count) {
    const one = randomRow(root, String(rows.length), random)
    if (isPossible(one)) rows.push(one)
  }
  return rows
}

function isPossible(one: Row): boolean {
  try {
    parseRow(one)
    return true
  } catch {
    return false
  }
}

function randomRow(root: string, id: string, random: Random): Row {
  const name = () => `${root}/${pick(NAMES, random)}`
  const op = pick(OPS, random)
  const [filepath, pooled] = [name(), op === 'pool-link' || random() < 0.3]
  const onOther = filepath.replace('/B/', '/A/')
  return row({
    id,
    filepath,
    op,
    status: random() < 0.2 ? pick(['PENDING', 'SKIPPED'], random) : ENDS[op],
    keep: random() < 0.1 ? '' : name(),
    to: pick(pooled || op === 'move' ? [onOther, onOther, name()] : ['', ...WORDS[op]], random),
    size: pick(['0', '2', '2', '2', '2', '3'], random),
    ino: pick(['7', '8'], random),
    branches: pooled ? `${root}/A:${root}/B` : '',
    made: pick(['', '', '0', '1', '2'], random),
    link: random() < 0.2 ? name() : '',
  })
}

/** Files, links, directories and nothing under the names of the rows. */
export function randomDisk(scratch: Scratch, random: Random): void {
  for (const name of ['A', 'B', 'C']) rmSync(scratch.at(name), { recursive: true, force: true })
  for (const dir of DIRS.slice(0, 2)) mkdirSync(scratch.at(dir), { recursive: true })
  if (random() < 0.5) symlinkSync('A/d', scratch.at('C'))
  else mkdirSync(scratch.at('C'))
  for (const name of NAMES) randomEntry(scratch, name, random)
}

function randomEntry(scratch: Scratch, name: string, random: Random): void {
  const kind = pick(
    ['none', 'file', 'file', 'file', 'file', 'file', 'dir', 'symlink', 'link'],
    random,
  )
  try {
    if (kind === 'file') scratch.write(name, pick(['', 'ab', 'ab', 'ab', 'ab', 'abc'], random))
    if (kind === 'dir') mkdirSync(scratch.at(name))
    if (kind === 'symlink') symlinkSync(pick(NAMES, random), scratch.at(name))
    if (kind === 'link') scratch.link(name, pick(NAMES, random))
  } catch {
    // something has the name already, or there is nothing to link to
  }
}
