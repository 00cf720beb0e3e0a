import { isUtf8 } from 'node:buffer'

/**
 * What the versions of jdupes print for a name, as read back from their JSON. For names that are
 * not UTF-8 this is not what was meant, and the only way to find them is to print all names of
 * their directory and compare. A version that would not come to an end with the name prints nothing.
 */
export function printings(name: Buffer): string[] {
  const loose = printLoosely(name)
  return loose === undefined ? [printBytes(name)] : [loose, printBytes(name)]
}

/**
 * 1.19.2 to 1.28: a lead byte takes as many bytes as it announces, whatever they are, and
 * continuation bytes that nothing announced are dropped. A name that ends too early is read beyond
 * its end, and on 0xF8 to 0xFF the program hangs.
 */
function printLoosely(name: Buffer): string | undefined {
  const units: number[] = []
  let at = 0
  while (at < name.length) {
    while (isContinuation(name[at])) at++
    const width = widthOf(name[at])
    if (width === undefined || at + width > name.length) return undefined
    units.push(...unitsOf(codePoint(name.subarray(at, at + width))))
    at += width
  }
  return String.fromCharCode(...units)
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

/** Bytes that a lead byte announces, itself included. */
function widthOf(lead: number | undefined): number | undefined {
  if (lead === undefined || lead >= 0xf8) return undefined
  if (lead < 0x80) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

const LEAD_BITS = [0, 0x7f, 0x1f, 0x0f, 0x07]

function codePoint(bytes: Buffer): number {
  const bits = LEAD_BITS[bytes.length] ?? 0
  return bytes.reduce((code, byte, i) => (i === 0 ? byte & bits : (code << 6) | (byte & 0x3f)), 0)
}

/** As a surrogate pair from 0xFFFF on, which is one too early: U+FFFF comes out as U+10FFFF. */
function unitsOf(code: number): number[] {
  if (code < 0xffff) return [code]
  const above = code - 0x10000
  return [0xd800 + ((above >> 10) & 0x3ff), 0xdc00 + (above & 0x3ff)]
}

/** The versions after the 2024 patch: a byte that is not UTF-8 is the code point of its number. */
function printBytes(name: Buffer): string {
  let text = ''
  for (let at = 0; at < name.length;) {
    const width = widthOf(name[at]) ?? 1
    const part = name.subarray(at, at + width)
    const whole = isUtf8(part)
    text += whole ? part.toString('utf8') : String.fromCharCode(name[at] ?? 0)
    at += whole ? width : 1
  }
  return text
}
