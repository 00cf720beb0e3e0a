import { MultiBar, Presets } from 'cli-progress'

const PHASES = [
  'looking',
  'sorting by size',
  'comparing beginnings',
  'sorting by beginning',
  'reading what is left',
  'gathering groups',
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
    const format = '{phase}: {value} files'
    const options = { stream, format, clearOnComplete: true, hideCursor: false, fps: 5 }
    this.#bars = new MultiBar(options, Presets.legacy)
    this.#bar = this.#bars.create(Number.MAX_SAFE_INTEGER, 0, { phase: PHASES[0] })
  }

  line = (text) => this.#bars.log(`${text}\n`)

  count = (stage, lines) => {
    if (stage < this.#phase) return
    if (stage > this.#phase) {
      this.#phase = stage
      this.#bar.update(0, { phase: PHASES[stage] })
    }
    this.#bar.increment(lines)
  }

  stop = () => this.#bars.stop()
}
