import { MultiBar, Presets } from 'cli-progress'

/** What is going on while records come out of a stage. */
const PHASES = [
  { phase: 'looking', unit: 'files' },
  { phase: 'sorting by size', unit: 'files' },
  { phase: 'comparing beginnings', unit: 'files' },
  { phase: 'sorting by beginning', unit: 'files' },
  { phase: 'reading what is left', unit: 'files' },
  { phase: 'gathering', unit: 'groups' },
]

/** stderr, with a line of progress below what is said where it is a terminal. */
export function screen(stderr) {
  return stderr.isTTY ? new Terminal(stderr) : new Plain(stderr)
}

class Plain {
  #stderr
  constructor(stderr) {
    this.#stderr = stderr
  }
  line = (text) => void this.#stderr.write(`${text}\n`)
  count = () => {}
  stop = () => {}
}

class Terminal {
  #bars
  #bar
  #phase = 0

  constructor(stream) {
    const format = '{phase}: {value} {unit}'
    const options = { stream, format, clearOnComplete: true, hideCursor: false, fps: 5 }
    this.#bars = new MultiBar(options, Presets.legacy)
    this.#bar = this.#bars.create(Number.MAX_SAFE_INTEGER, 0, PHASES[0])
  }

  line = (text) => this.#bars.log(`${text}\n`)

  count = (stage, lines) => {
    if (stage < this.#phase) return
    if (stage > this.#phase) {
      this.#phase = stage
      this.#bar.update(0, PHASES[stage])
    }
    this.#bar.increment(lines)
  }

  stop = () => this.#bars.stop()
}
