// A table of what a record's parser refuses, and which field it blames.
import type { Test } from 'tap'
import type { Parse } from '../../lib/stream/read-records.js'

/** What to change in a good record, and the field that the error must name. */
export type Spoilt = readonly [change: object, field: string]

const ABSENT = undefined

/** What an error about a field looks like. */
export function blames(field: string): { message: string } {
  return { message: `field "${field}": expected ` }
}

/** Every field of `needed` must be there and be no null; each of `spoilt` is refused too. */
export async function refusals(
  t: Test,
  parse: Parse<unknown>,
  good: object,
  needed: readonly string[],
  spoilt: readonly Spoilt[],
): Promise<void> {
  t.equal(parse(good), good, 'a good one is passed on as it is')
  const extra = { ...good, later: { field: 1 } }
  t.equal(parse(extra), extra, 'with fields that nobody knows')
  const all = [
    ...needed.map((field): Spoilt => [{ [field]: ABSENT }, field]),
    ...needed.map((field): Spoilt => [{ [field]: null }, field]),
    ...spoilt,
  ]
  for (const [change, field] of all)
    t.throws(
      () => parse({ ...good, ...change }),
      blames(field),
      `${field}: ${JSON.stringify(change)}`,
    )
  for (const value of [null, [], 'x', 7])
    t.throws(() => parse(value), { field: '', message: 'expected a JSON object on each line' })
}
