// What a search finds below real directories, with a crew that is this thread alone.
import { readFileSync } from 'node:fs'
import { digestHex } from '../../lib/digest/digest.js'
import { search, type Search } from '../../lib/dupes/search.js'
import type { Wanted } from '../../lib/dupes/wanted.js'
import { worker, type DupesCrew, type Task, type WorkSettings } from '../../lib/dupes/work.js'
import { READ_CALLS, type ReadCalls } from '../../lib/fs/listed-file.js'
import { pathBytes } from '../../lib/record/path.js'
import { fileLines } from '../../lib/walk/file-line.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import { walkRules, type Rules } from '../../lib/walk/rules.js'
import { walk } from '../../lib/walk/walk.js'
import { faultText } from './walked.js'

export const PAIRS: Wanted = { least: 2, isFew: false, isolate: false, hardLinks: false }

export type Asked = Partial<Search> & {
  readonly calls?: ReadCalls
  /** Tasks are answered in this order of their numbers, as other threads would do it: `(n) => key`. */
  readonly late?: (task: number) => number
  readonly onTask?: (task: Task) => void
}

/** The found groups, and what could not be done as `doing path: code`. */
export async function searched(roots: readonly string[], asked: Asked = {}) {
  const faults: string[] = []
  const settings: Search = {
    walk: {},
    wanted: PAIRS,
    algo: 'blake3',
    threads: 2,
    memory: 2 ** 30,
    stop: new AbortController().signal,
    onWalked: () => {},
    onPlan: () => {},
    ...asked,
  }
  const world = {
    cwd: Buffer.from('/'),
    fault: (fault: Parameters<typeof faultText>[0]) => void faults.push(faultText(fault)),
    onPool: () => {},
  }
  const crew = (work: WorkSettings, rules: Rules, threads: number) =>
    crewOf(worker(work, rules, asked.calls ?? READ_CALLS), threads, asked)
  const operands = roots.map((root) => Buffer.from(root))
  const found = await search(operands, settings, world, crew)
  return { found, faults, text: [...found.text('size')].join('') }
}

function crewOf(
  work: ReturnType<typeof worker>,
  threads: number,
  { late = () => 0, onTask = () => {} }: Asked,
): DupesCrew {
  let tasks = 0
  const run = async (task: Task) => {
    onTask(task)
    for (let turns = late(tasks++); turns > 0; turns--) await new Promise(setImmediate)
    return work(structuredClone(task))
  }
  return { run, runElsewhere: run, threads, limit: 2 * threads, close: () => {} }
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
