const NOT_ASCII = /[^\0-\x7f]/

/** The text of bytes that are known to be UTF-8. @param latin1 the bytes, one character each */
export function utf8Text(latin1: string): string {
  return NOT_ASCII.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1
}
