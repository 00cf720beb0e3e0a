import { inspect } from 'node:util'

/** Counts what tap reports, and says it shortly: a line a file, failures in full, skips at the end. */
export class Tally {
  passed = 0
  failed = 0
  skips = []
  #before = { passed: 0, failed: 0, skipped: 0 }
  #print

  /** @param print takes text for stdout */
  constructor(print) {
    this.#print = print
  }

  pass() {
    this.passed++
  }

  /** @param result name and diagnostics of an assertion, as tap-parser has them */
  fail(result) {
    this.failed++
    this.#print(`\nnot ok: ${titleOf(result)}\n${details(result.diag)}\n`)
  }

  /** A file without any test is nobody's intention. */
  skip(result) {
    const reason = result.skip === true ? 'no reason given' : result.skip
    if (reason === 'no tests found') this.fail({ fullname: result.name, name: reason })
    else this.skips.push(`${titleOf(result)}: ${reason}`)
  }

  /** A test file is through; `time` in milliseconds. */
  file({ ok, name, time }) {
    const { passed, failed, skips } = this
    const now = { passed, failed, skipped: skips.length }
    const own = Object.entries(now).map(([what, count]) => [what, count - this.#before[what]])
    this.#before = now
    const counts = own.filter(([what, count]) => count > 0 || what === 'passed')
    const seconds = time === null ? '' : `, ${(time / 1000).toFixed(1)} s`
    const text = counts.map(([what, count]) => `${count} ${what}`).join(', ')
    this.#print(`${ok ? 'ok    ' : 'not ok'} ${name} (${text}${seconds})\n`)
  }

  /**
   * The skips and the count, last.
   * @param trouble how tap failed, where it did: counted when no test owns up to it
   * @returns exit status
   */
  end(trouble) {
    if (trouble !== undefined && this.failed === 0) this.fail({ fullname: 'tap', name: trouble })
    if (this.passed + this.failed === 0) this.fail({ fullname: 'tap', name: 'nothing was tested' })
    for (const skip of this.skips) this.#print(`skipped: ${skip}\n`)
    const { passed, failed, skips } = this
    this.#print(`${passed} passed, ${failed} failed, ${skips.length} skipped\n`)
    return failed > 0 ? 1 : 0
  }
}

function titleOf({ fullname, name }) {
  return fullname.endsWith(name) ? fullname : `${fullname}: ${name}`
}

/** How tap started a file is the same for every file. */
const DULL = new Set(['args', 'command', 'cwd', 'externalID', 'jobId', 'stdio'])

function details(diag) {
  return Object.entries(diag ?? {})
    .filter(([key]) => !DULL.has(key))
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : inspect(value, DEEP)}`)
    .join('\n')
    .replace(/^/gm, '    ')
}

const DEEP = { depth: 8, breakLength: 100 }
