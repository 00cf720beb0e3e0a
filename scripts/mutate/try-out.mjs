// A test file that is run with a mutant awake, or with none to see which ones it could notice. Whatever it leaves
// behind, also when it is killed in the middle, lies in a directory that is emptied after each run.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test that takes this many times as long as it did, and a few seconds more, waits for ever. */
const PATIENCE = 4
const EXTRA_MS = 5_000

/** None of these tests has a tenth of it in use. */
const MEMORY_KB = 4_000_000

/** Runs of tests in a copy of the checkout, one at a time. */
export class TryOuts {
  #work
  #scratch
  #seen
  #group

  /** @param {string} work the copy of the checkout */
  constructor(work) {
    this.#work = work
    this.#scratch = join(work, 'scratch')
    this.#seen = join(work, 'seen')
    chmodSync(work, 0o755) // some tests start programs as another user
  }

  /**
   * Run a test with no mutant awake.
   * @param {string} test as test/apply/remove.test.ts
   * @returns {Promise<{ test: string, passed: boolean, ms: number, seen: Set<number> }>}
   */
  async record(test) {
    writeFileSync(this.#seen, '')
    chmodSync(this.#seen, 0o666)
    const start = performance.now()
    const passed = await this.#run(test, { DD_MUTANTS_SEEN: this.#seen }, 600_000)
    const seen = new Set(readFileSync(this.#seen, 'latin1').split('\n').filter(Boolean).map(Number))
    return { test, passed, ms: performance.now() - start, seen }
  }

  /** Does a test that was recorded pass with a mutant awake? */
  passes({ test, ms }, id) {
    return this.#run(test, { DD_MUTANT: String(id) }, PATIENCE * ms + EXTRA_MS)
  }

  /** Let no test go on, nor leave a mount. */
  stop() {
    if (this.#group !== undefined) end(this.#group)
    this.#clear()
  }

  async #run(test, more, patience) {
    mkdirSync(this.#scratch, { recursive: true })
    chmodSync(this.#scratch, 0o1777)
    const file = join(this.#work, 'dist', test.replace(/\.ts$/, '.js'))
    const limited = ['-c', `ulimit -d ${MEMORY_KB}; exec "$@"`, 'sh', process.execPath, file]
    const env = { ...process.env, TAP_BAIL: '1', TAP_TIMEOUT: '600', NODE_OPTIONS: '' }
    const child = spawn('bash', limited, {
      cwd: this.#work,
      env: { ...env, TMPDIR: this.#scratch, ...more },
      stdio: 'ignore',
      detached: true, // a group of its own, which can be killed as one
    })
    this.#group = child.pid
    const timer = setTimeout(() => end(child.pid), patience)
    const [status] = await once(child, 'exit')
    clearTimeout(timer)
    this.stop()
    return status === 0
  }

  /** A mount goes first: what lies in it may be somebody else's. */
  #clear() {
    for (const path of mountsBelow(this.#scratch)) spawnSync('umount', ['-l', path])
    if (mountsBelow(this.#scratch).length > 0) throw new Error(`${this.#scratch} has a mount`)
    spawnSync('rm', ['-rf', this.#scratch])
  }
}

function end(group) {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // it has ended
  }
}

/** The innermost first. Linux only: nowhere else do tests mount. */
function mountsBelow(dir) {
  if (process.platform !== 'linux') return []
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const paths = mounts.map((line) => line.split(' ')[1] ?? '')
  return paths.filter((path) => path.startsWith(`${dir}/`)).reverse()
}
