// What a search finds below real directories, with a crew that is this thread alone.
import { readFileSync } from 'node:fs'
import { digestHex } from '../../lib/digest/digest.js'
import { search, type Search } from '../../lib/dupes/search.js'
import { READ_CALLS, type ReadCalls } from '../../lib/fs/listed-file.js'
import { worker, type WorkSettings } from '../../lib/dupes/work.js'
import { pathBytes } from '../../lib/record/path.js'
import { fileLines } from '../../lib/walk/file-line.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import { walkRules, type Rules } from '../../lib/walk/rules.js'
import { walk } from '../../lib/walk/walk.js'
import { dupesCrew, PAIRS, type How } from './dupes-crew.js'
import { untimedText } from './untimed.js'
import { faultText } from './walked.js'

export { PAIRS }

export type Asked = Partial<Search> &
  How & {
    readonly calls?: ReadCalls
    /** The crew that a search has of itself: real threads. */
    readonly isThreaded?: boolean
  }

/** A search for pairs, on two threads. */
export const searchSettings = (): Search => ({
  walk: {},
  wanted: PAIRS,
  algo: 'blake3',
  threads: 2,
  memory: 2 ** 30,
  stop: new AbortController().signal,
  onWalked: () => {},
  onPlan: () => {},
})

/** The found groups, and what could not be done as `doing path: code`. */
export async function searched(roots: readonly string[], asked: Asked = {}) {
  const faults: string[] = []
  const settings: Search = { ...searchSettings(), ...asked }
  const world = {
    cwd: Buffer.from('/'),
    fault: (fault: Parameters<typeof faultText>[0]) => void faults.push(faultText(fault)),
    onPool: () => {},
  }
  const crew = (work: WorkSettings, rules: Rules, { threads }: { readonly threads: number }) =>
    dupesCrew(worker(work, rules, asked.calls ?? READ_CALLS), { ...asked, threads })
  const operands = roots.map((root) => Buffer.from(root))
  const found = await search(operands, settings, world, ...(asked.isThreaded ? [] : [crew]))
  return { found, faults, text: untimedText([...found.text('size')].join('')) }
}

/** The lines of all files below, each with its digest, as the pipeline makes them. */
export async function hashedLines(roots: readonly string[]): Promise<string[]> {
  const world = { cwd: Buffer.from('/'), fault: () => {}, onPool: () => {} }
  const found = new FoundFiles(fileLines())
  const operands = roots.map((root) => Buffer.from(root))
  const lines: string[] = []
  for await (const batch of walk(operands, await walkRules({}), found, world))
    for (const line of batch) lines.push(withDigest(line))
  return lines
}

function withDigest(line: string): string {
  const hash = digestHex('blake3', readFileSync(pathBytes(JSON.parse(line))))
  return `${line.slice(0, -1)},"hash":"${hash}","algo":"blake3"}`
}
