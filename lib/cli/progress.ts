import { clearLine, cursorTo } from 'node:readline'
import type { Options, SingleBar } from 'cli-progress'
import { requireOwn } from '../fs/own-packages.js'

/** A line on the terminal that says how far a command is. */
export type Progress = {
  /** `count` more records are done, of `bytes` content in all. */
  readonly tick: (count: number, bytes?: number) => void
  /** Leave the line as it is and go on below it. */
  readonly stop: () => void
}

const SILENT: Progress = { tick: () => {}, stop: () => {} }

/**
 * Progress on stderr, only on a terminal. Honours NO_COLOR, for it uses no colour at all.
 * @param total records to come, where it is known: then a bar and a guess of the time left
 */
export function progress(
  stderr: NodeJS.WritableStream,
  wanted: boolean,
  doing: string,
  total?: number,
): Progress {
  const counts = '{value} files, {mebibytes} MiB, {duration_formatted}'
  const known = `${doing} {bar} {percentage}% of {total}, {mebibytes} MiB, ETA {eta_formatted}`
  const format = total === undefined ? `${doing}: ${counts}` : known
  const bar = wanted ? barOn(stderr, { format }) : undefined
  if (bar === undefined) return SILENT
  let bytes = 0
  bar.start(total ?? Number.MAX_SAFE_INTEGER, 0, { mebibytes: 0 })
  return {
    tick: (count, more = 0) => {
      bytes += more
      bar.increment(count, { mebibytes: Math.round(bytes / 2 ** 20) })
    },
    stop: () => bar.stop(),
  }
}

/**
 * A bar that leaves the terminal as it is, so that a signal may end us without a word to it.
 * @returns undefined: it is no terminal
 */
export function barOn(stderr: NodeJS.WritableStream, options: Options): SingleBar | undefined {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return undefined
  // Loaded only where it draws: it takes as long to load as the rest of a command.
  const cliProgress = requireOwn('cli-progress') as typeof import('cli-progress')
  const bar = new cliProgress.SingleBar(
    {
      stream: inItsLine(stderr),
      fps: 5,
      etaBuffer: 1000,
      hideCursor: false,
      linewrap: true,
      gracefulExit: false,
      ...options,
    },
    cliProgress.Presets.legacy,
  )
  bar.on('start', () => drawnOn.add(stderr))
  bar.on('stop', () => drawnOn.delete(stderr))
  return bar
}

/** Streams that have the line of a bar. */
const drawnOn = new Set<NodeJS.WritableStream>()

/** Take that line away, before something else is said: it is soon drawn again, below. */
export function clearBar(stderr: NodeJS.WritableStream): void {
  if (!drawnOn.has(stderr)) return
  cursorTo(stderr, 0)
  clearLine(stderr, 0)
}

/** Save where the cursor is, and go back there. */
const PLACE_CODES = ['\x1b7', '\x1b8']

/**
 * Where a bar draws. In the end it would go back to where it began: over messages that came meanwhile.
 * So it is kept in the line that it is in.
 */
function inItsLine(stderr: NodeJS.WritableStream): NodeJS.WritableStream {
  const write = (text: string) => PLACE_CODES.includes(text) || stderr.write(text)
  return Object.create(stderr, { write: { value: write } })
}
