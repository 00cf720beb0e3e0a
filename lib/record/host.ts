import { hostname } from 'node:os'
import { pathKey, type PathFields } from './path.js'
import { BadRecord } from './shape.js'

/** Whatever may say which machine it is on; without it, it is on this one. */
export type OnHost = { readonly host?: string | undefined }

const HOST = /^[A-Za-z0-9._-]{1,64}$/

/** The same for people. */
export const HOST_WORDS = '1 to 64 of A-Z a-z 0-9 . _ -'

export function isHostName(name: unknown): name is string {
  return typeof name === 'string' && HOST.test(name)
}

/** @throws {BadRecord} no name of a machine */
export function checkHost(value: unknown, field: string): void {
  if (!isHostName(value)) throw new BadRecord(field, `the name of a machine: ${HOST_WORDS}`)
}

/** This machine as records name it: what the system says is not always what a fleet goes by. */
export const HERE = process.env.DD_HOST || hostname()

/** The machine that a file is on if it is another one; undefined: it is here. */
export function elsewhere({ host }: OnHost): string | undefined {
  return host === HERE ? undefined : host
}

/** The one rule for it: a record without a host is as good as one with ours. */
export function isHere(file: OnHost): boolean {
  return elsewhere(file) === undefined
}

/** What of a file only its own machine can do. */
export function awayWords(host: string): string {
  return `is on another machine, ${host}`
}

/** One string per name, usable as a map key: one path on two machines is two names. */
export function nameKey(file: PathFields & OnHost): string {
  const host = elsewhere(file)
  return host === undefined ? pathKey(file) : `${host}\0${pathKey(file)}`
}

/** What a record says of its name, and nothing else. */
export function nameFields({ path, path64, host }: PathFields & OnHost): PathFields & OnHost {
  const fields = path !== undefined ? { path } : { path64 }
  return host === undefined ? fields : { ...fields, host }
}
