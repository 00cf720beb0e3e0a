const ESCAPE = /\\(?:[\\nrt"]|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{6})|)/g

const SHORT: { readonly [escape: string]: string } = {
  '\\\\': '\\',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\"': '"',
}

/**
 * What STFU-8, in which fclones writes names, stands for: bytes that are not UTF-8, or not visible,
 * are escapes.
 * @param text, and what is returned: one character a byte
 * @throws {Error} an escape that is none
 */
export function fromStfu8(text: string): string {
  return text.replace(ESCAPE, (escape, byte?: string, code?: string) => {
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16))
    const char = code === undefined ? SHORT[escape] : characterOf(Number.parseInt(code, 16))
    if (char === undefined) throw new Error('an escape that fclones does not write')
    return char
  })
}

function characterOf(code: number): string | undefined {
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter
    ? Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1')
    : undefined
}
