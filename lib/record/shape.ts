// Narrow one field of parsed JSON, or say which field is wrong. The only place that casts.

/** A record that is not what it should be. `field` is the path of the field inside it; empty: all of it. */
export class BadRecord extends Error {
  readonly field: string
  readonly expected: string
  constructor(field: string, expected: string) {
    super(`${field === '' ? '' : `field "${field}": `}expected ${expected}`)
    this.field = field
    this.expected = expected
  }
}

export type Fields = { readonly [field: string]: unknown }

export function object(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new BadRecord(field, 'an object')
}

const OBJECT = 'a JSON object on each line'

/** What a line of input has to be. */
export function record(value: unknown): Fields {
  if (Array.isArray(value))
    throw new BadRecord('', `${OBJECT}, no array: jq -c '.[]' takes it apart`)
  if (typeof value !== 'object' || value === null) throw new BadRecord('', OBJECT)
  return value as Fields
}

export function list(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new BadRecord(field, 'an array')
}

export function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value
  throw new BadRecord(field, 'a string')
}

/** One of a few words. */
export function word<const W extends string>(
  value: unknown,
  words: readonly W[],
  field: string,
): W {
  const found = words.find((word) => word === value)
  if (found !== undefined) return found
  throw new BadRecord(field, anyOf(words))
}

/** Words as a message lists them. */
export function anyOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`)
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter(Boolean).join(' or ')
}

/** A whole number from 0 to 2^53 - 1, as a JSON number. */
export function count(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new BadRecord(field, 'a whole number from 0 to 2^53-1')
}

const DIGITS = /^(?:0|[1-9]\d{0,19})$/
const LARGEST_DIGITS = '18446744073709551615'
const SIGNED_DIGITS = /^-?\d{1,20}$/
const HEX = /^[0-9a-f]{2,128}$/

/** An unsigned 64-bit number (an inode, a device) as decimal digits in a string, in its one spelling. */
export function digits(value: unknown, field: string): string {
  if (typeof value === 'string' && DIGITS.test(value)) {
    if (value.length < 20 || value <= LARGEST_DIGITS) return value
  }
  throw new BadRecord(field, 'decimal digits in a string, at most 2^64-1')
}

/** Nanoseconds since 1970, possibly before it, as decimal digits in a string. */
export function nanoseconds(value: unknown, field: string): string {
  if (typeof value === 'string' && SIGNED_DIGITS.test(value)) return value
  throw new BadRecord(field, 'nanoseconds as decimal digits in a string')
}

/** A digest as lowercase hex digits: at most 64 bytes, which is the longest that is in use. */
export function hex(value: unknown, field: string): string {
  if (typeof value === 'string' && value.length % 2 === 0 && HEX.test(value)) return value
  throw new BadRecord(field, '2 to 128 lowercase hex digits')
}
