// Goes into the copy of lib/ that mutate.mjs makes. DD_MUTANT is the number of the mutant that is awake, in
// this process and those that it starts. DD_MUTANTS_SEEN is a file that is told which mutants would have made
// a difference so far: a guard that has held, say. One that has not need not be tried by this test.
import { appendFileSync } from 'node:fs'

const awake = Number(process.env.DD_MUTANT ?? -1)
const report = process.env.DD_MUTANTS_SEEN
const seen = new Set()
const untold = []

const COMPARE = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** The left side of the `&&` or `||` that was looked at last: read at once, before anything else runs. */
export let left

/** Is this mutant awake, a call that is left out? */
export function is(id) {
  see(id)
  return awake === id
}

/** A condition, which mutant `id` makes false. */
export function guard(id, value) {
  if (value) see(id)
  return awake === id ? false : value
}

export function compare(id, sign, opposite, a, b) {
  const [right, wrong] = [COMPARE[sign](a, b), COMPARE[opposite](a, b)]
  if (right !== wrong) see(id)
  return awake === id ? wrong : right
}

/** Is the right side of a `&&` or `||` looked at? Mutant `onlyLeft` never does, `onlyRight` always. */
export function goesOn(onlyLeft, onlyRight, sign, value) {
  left = value
  const goes = sign === '&&' ? Boolean(value) : !value
  if (!goes) see(onlyRight)
  return awake === onlyRight || (awake !== onlyLeft && goes)
}

/** The right side, which is looked at and which mutant `onlyLeft` would not have looked at. */
export function right(onlyLeft, sign, value) {
  if (value !== (sign === '&&')) see(onlyLeft)
  return value
}

/** Told a little later: a call into libc may have left its errno, which writing a file would clear. */
function see(id) {
  if (report === undefined || seen.has(id)) return
  seen.add(id)
  if (untold.push(id) === 1) queueMicrotask(tell)
}

function tell() {
  const lines = untold.splice(0).map((id) => `${id}\n`)
  try {
    if (lines.length > 0) appendFileSync(report, lines.join(''))
  } catch {
    // as where a test has taken all descriptors: these go without
  }
}

process.on('exit', tell)
