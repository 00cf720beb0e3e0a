import { shell } from './shell.mjs'

/**
 * Whole-process runs of contenders in turns (A B C A B C …): what slows the machine down for a while
 * slows all of them down.
 * @param before called before each run, after what the contender itself prepares; not timed
 * @returns for each contender the seconds of its runs, and the highest peak in MiB
 */
export function inTurns(contenders, rounds, before = () => {}) {
  const runs = contenders.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [i, { prepare, line }] of contenders.entries()) {
      prepare?.()
      before()
      runs[i].push(shell(line))
    }
  return runs.map((own) => ({
    seconds: own.map(({ seconds }) => seconds),
    peak: own[0].peak && Math.max(...own.map(({ peak }) => peak)),
  }))
}
