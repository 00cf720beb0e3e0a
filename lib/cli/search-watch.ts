import { barOn } from './progress.js'

/** What is told of a search while it goes on. */
export type SearchWatch = {
  /** So many more files were found. */
  readonly onWalked: (files: number) => void
  /** So many more bytes are to be read. @param done bytes that were read by now, asked at any time */
  readonly onPlan: (bytes: number, done: () => number) => void
  /** Take the line away. */
  readonly stop: () => void
}

const WALKING = 'looking: {value} files, {duration_formatted}'
const READING = 'reading {bar} {percentage}% of {total} MiB, ETA {eta_formatted}'

const MIB = 2 ** 20

/** How often bytes are counted, in milliseconds. */
const EVERY_MS = 200

/** A line on stderr that says how far a search is, only on a terminal: first files, then bytes. */
export function searchWatch(stderr: NodeJS.WritableStream, wanted: boolean): SearchWatch {
  const open = (format: string) =>
    wanted ? barOn(stderr, { format, clearOnComplete: true }) : undefined
  const walking = open(WALKING)
  const reading = open(READING)
  if (walking === undefined || reading === undefined)
    return { onWalked: () => {}, onPlan: () => {}, stop: () => {} }
  walking.start(Number.MAX_SAFE_INTEGER, 0)
  let planned = 0
  let timer: NodeJS.Timeout | undefined
  return {
    onWalked: (files) => walking.increment(files),
    onPlan: (bytes, done) => {
      walking.stop()
      planned += bytes
      const mebibytes = Math.ceil(planned / MIB)
      if (timer !== undefined) return reading.setTotal(mebibytes)
      reading.start(mebibytes, 0)
      const draw = () => reading.update(Math.floor(done() / MIB))
      timer = setInterval(draw, EVERY_MS).unref()
    },
    stop: () => {
      clearInterval(timer)
      walking.stop()
      reading.stop()
    },
  }
}
