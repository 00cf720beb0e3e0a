// A plan for files of every kind of name.
import type { Test } from 'tap'
import type { Op } from '../../lib/record/step.js'
import { Stage } from './applied.js'
import { step } from './scratch.js'

export const NAMES = ['a', 'b\nc', '\xff\xfe', '\x1b[31m', '-rf', 'n'.repeat(255)]

/** A stage with a copy of each name in `copies`, and a plan for them. */
export function planned(t: Test, op: Op, names = NAMES, parent?: string) {
  const stage = new Stage(t, parent)
  const { files } = stage
  const steps = names.map((name, i) => {
    const file = files.write(`copies/${name}`, `content ${i}`, 1_500_000_000 + i)
    const keep = files.write(`kept/${name}`, `content ${i}`)
    const to = op === 'move' ? toFields(`${files.root}/moved/${name}`) : {}
    return step(op, file, keep, to)
  })
  return { stage, files, steps }
}

function toFields(latin1: string) {
  const bytes = Buffer.from(latin1, 'latin1')
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { to: text } : { to64: bytes.toString('base64') }
}
