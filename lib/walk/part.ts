import type { Directory } from './directory.js'

/** A directory, and which names in it are still to be gone through; undefined: it was not listed yet. */
export type Left = { readonly dir: Directory; readonly names: string | undefined }

/**
 * A part of a walk that one thread can do. Names cross to it as one string, with slashes between
 * them: to copy that costs a tenth of copying a list.
 */
export type Part = readonly Left[]

export function joined(names: readonly string[]): string {
  return names.join('/')
}

/** The names of a list that was joined. */
export function namesOf(names: string): string[] {
  return names === '' ? [] : names.split('/')
}
