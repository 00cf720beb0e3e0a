import { isJdupes } from './sniff.js'

/** The tools whose output can be read. */
export const FORMATS = ['jdupes', 'fdupes', 'fclones', 'rmlint', 'czkawka', 'rdfind'] as const

export type Format = (typeof FORMATS)[number]

/** What only one tool starts with. The text of fdupes starts with nothing of its own. */
const STARTS: { readonly [format in Format]?: RegExp } = {
  fclones:
    /^(?:\s*\{\s*"header"\s*:\s*\{\s*"version"|# Report by fclones |size,hash,count,files\n)/,
  rmlint: /^\s*\[\s*\{\s*(?:"description"\s*:\s*"rmlint |"id"\s*:\s*\d+\s*,\s*"type"\s*:)/,
  czkawka: /^\s*\{\s*"\d+"\s*:\s*\[\s*(?:\[\s*)?\{\s*"path"\s*:/,
  rdfind: /^# Automatically generated\n# duptype id depth /,
}

/** Bytes that suffice to tell. */
export const GUESS_BYTES = 256

/** Which tool has written this, where its beginning leaves no doubt. */
export function guessFormat(head: string): Format | undefined {
  if (isJdupes(head)) return 'jdupes'
  return FORMATS.find((format) => STARTS[format]?.test(head))
}
