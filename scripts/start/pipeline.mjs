import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What stands between DIR and the groups: cheap looks first, whole reads last. */
export const STAGES = [
  ['dd-walk'],
  ['dd-group', '--by', 'size'],
  ['dd-hash', '--head'],
  ['dd-group', '--by', 'head'],
  ['dd-hash'],
  ['dd-group'],
]

const BIN = join(import.meta.dirname, '../../dist/bin')

/** The stages as real processes, each reading from the one before. */
export class Pipeline {
  /** The groups, as bytes. */
  output = new PassThrough()
  #children
  #links

  /**
   * @param dirs operands of dd-walk, from `cwd`
   * @param watch `line` takes what a stage says on stderr, `count` how many records more came out of a stage
   */
  constructor(dirs, cwd, { line, count }) {
    this.#children = STAGES.map(([name, ...flags], i) => {
      const args = i === 0 ? ['--', ...dirs] : flags
      return spawn(process.execPath, [join(BIN, `${name}.js`), ...args], { cwd })
    })
    this.#children[0].stdin.end()
    for (const { stderr } of this.#children) createInterface({ input: stderr }).on('line', line)
    this.#links = this.#children.map(({ stdout }, i) => {
      const next = this.#children[i + 1]?.stdin ?? this.output
      // A stage that ends early says why in its status; its neighbours only see the pipe break.
      return pipeline(stdout, counter(i, count), next).catch(() => next.end())
    })
  }

  /** Resolves with the worst exit status when all have ended; 128 + n for one that a signal ended. */
  async status() {
    const ends = this.#children.map(
      (child) => new Promise((end) => child.on('close', (...how) => end(how))),
    )
    const statuses = (await Promise.all(ends)).map(
      ([code, signal]) => code ?? 128 + constants.signals[signal],
    )
    await Promise.all(this.#links)
    return Math.max(...statuses)
  }

  kill(signal) {
    for (const child of this.#children) child.kill(signal)
  }
}

/** Passes bytes on and counts the lines in them. */
function counter(stage, count) {
  return new Transform({
    transform(chunk, _encoding, done) {
      let lines = 0
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) lines++
      count(stage, lines)
      done(null, chunk)
    },
  })
}

const LF = 0x0a
