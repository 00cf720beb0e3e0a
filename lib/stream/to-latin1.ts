const NOT_ASCII = /[^\0-\x7f]/

/** A text as its bytes in UTF-8, one character each: the opposite of `fromLatin1`. */
export function toLatin1(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}
