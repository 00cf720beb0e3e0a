const NOT_ASCII = /[^\0-\x7f]/

/**
 * The text that bytes are in UTF-8; one that is not UTF-8 becomes U+FFFD.
 * @param latin1 the bytes, one character each
 */
export function fromLatin1(latin1: string): string {
  return NOT_ASCII.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1
}
