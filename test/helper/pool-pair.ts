// A file and its keeper on two branches, for tests of one pool link.
import { symlinkSync } from 'node:fs'
import type { Test } from 'tap'
import { poolLinkOf, type PoolLink } from '../../lib/apply/pool-place.js'
import type { StepRecord } from '../../lib/record/step.js'
import { Scratch, step } from './scratch.js'

export const CONTENT = 'the same content'

/** All names of `poolPair`. */
export const NAMES = ['a/', 'a/k', 'b/', 'b/s/', 'b/s/t/', 'b/s/t/d', 'c/', 'c/other']

/** `b/s/t/d` and `a/k` of the same bytes, and a step that makes `a/s/t/d` of it. */
export function poolPair(t: Pick<Test, 'teardown'>, fields: Partial<StepRecord> = {}) {
  const scratch = new Scratch(t)
  const at = (branch: string) => `${scratch.root}/${branch}`
  scratch.write('c/other', 'other')
  const file = { ...scratch.write('b/s/t/d', CONTENT, 1_500_000_000), root: at('b') }
  const keep = { ...scratch.write('a/k', CONTENT), root: at('a') }
  const made = step('pool-link', file as StepRecord['file'], keep as StepRecord['file'], {
    to: `${at('a')}/s/t/d`,
    branches: ['a', 'b', 'c'].map((name) => ({ path: at(name) })),
    ...fields,
  })
  return { scratch, step: made, link: linkOf(made) }
}

function linkOf(step: StepRecord): PoolLink {
  const link = poolLinkOf(step)
  if (link === undefined) throw new Error('no pool link')
  return link
}

/** Something that happened meanwhile. */
export type Deed = (scratch: Scratch) => unknown

export const symlink =
  (name: string, target: string): Deed =>
  (scratch) =>
    symlinkSync(target, scratch.at(name))
