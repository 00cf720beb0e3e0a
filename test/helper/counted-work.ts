// How often each piece of our code runs: what a clock would say, but the same on every machine.
// Import it first: what was compiled before is not counted.
import { Session, type Profiler } from 'node:inspector'
import t, { type Test } from 'tap'

t.setTimeout(0) // how long it takes says nothing: a busy machine needs more than the 30 s that tap gives

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/** Runs of each block of each function of lib, by file and offsets, since this was asked last. */
function counts(): Map<string, number> {
  let result: Profiler.ScriptCoverage[] = []
  session.post('Profiler.takePreciseCoverage', (_, taken) => (result = taken.result))
  return new Map(result.filter(({ url }) => url.includes('/dist/lib/')).flatMap(blocksOf))
}

/** What ran in this thread. */
async function countsOf(work: () => unknown): Promise<Map<string, number>> {
  counts()
  await work()
  return counts()
}

function blocksOf({ url, functions }: Profiler.ScriptCoverage): [string, number][] {
  const file = url.replace(/.*\/dist\//, '')
  return functions.flatMap(({ functionName, ranges }) =>
    ranges.map(({ startOffset, endOffset, count }): [string, number] => [
      `${file} ${functionName} ${startOffset}-${endOffset}`,
      count,
    ]),
  )
}

/** Sorting so much more takes somewhat more than twice as long; what grows with the square, four times. */
const MOST_GROWTH = 2.6

/** A block that runs so often for each is no square yet: a table that is doubled now and then, say. */
const FEW = 8

/**
 * Work on twice as much must not run any block much more than twice as often.
 * @param work on so much
 */
export async function linear(t: Test, work: (n: number) => unknown, n: number): Promise<void> {
  await work(2 * n) // what is made once is made by now
  const once = await countsOf(() => work(n))
  const twice = await countsOf(() => work(2 * n))
  const grown = [...twice].filter(([block, count]) => {
    const before = once.get(block) ?? 0
    return count > MOST_GROWTH * before && count > FEW * 2 * n
  })
  t.ok(
    [...twice.values()].some((count) => count >= n),
    'there was something to count',
  )
  t.strictSame(
    grown.map(([block, count]) => `${block}: ${once.get(block) ?? 0} times, then ${count}`),
    [],
  )
}
