import { anyOf, BadRecord } from './shape.js'

/** For each type of record the command that makes it, and what comes next. */
const PIPELINE = {
  file: { maker: 'dd-walk', taker: 'dd-group' },
  group: { maker: 'dd-group', taker: 'dd-plan' },
  partial: { maker: 'dd-prefix', taker: 'dd-plan' },
  empty: { maker: 'dd-prefix', taker: 'dd-plan' },
  step: { maker: 'dd-plan', taker: 'dd-apply' },
  result: { maker: 'dd-apply', taker: 'dd-report' },
} as const

export type RecordType = keyof typeof PIPELINE

/**
 * The `type` of a record that a command is given: one of those that it takes.
 * @throws {BadRecord} another one; of a type that some other command takes, it says what to do with it
 */
export function recordType<const T extends RecordType>(value: unknown, wanted: readonly T[]): T {
  const found = wanted.find((type) => type === value)
  if (found !== undefined) return found
  throw new BadRecord('type', `${anyOf(wanted)}${hint(value, wanted)}`)
}

function hint(value: unknown, wanted: readonly RecordType[]): string {
  if (!isType(value)) return ''
  const way = wayTo(value, wanted)
  if (way.length > 0) return `: pipe "${value}" through ${way.join(' and ')} first`
  const makers = new Set(wanted.map((type) => PIPELINE[type].maker))
  return `, as ${[...makers].join(' or ')} writes it: "${value}" is for ${PIPELINE[value].taker}`
}

/** The commands that make one of the wanted types of this one; none, if they do not. */
function wayTo(value: RecordType, wanted: readonly RecordType[]): string[] {
  const { taker } = PIPELINE[value]
  const made = TYPES.find((type) => PIPELINE[type].maker === taker)
  if (made === undefined) return []
  if (wanted.includes(made)) return [taker]
  const rest = wayTo(made, wanted)
  return rest.length > 0 ? [taker, ...rest] : []
}

const TYPES = Object.keys(PIPELINE) as RecordType[]

function isType(value: unknown): value is RecordType {
  return TYPES.some((type) => type === value)
}
