import { openLibc } from './native/libc.js'

/** The most that Linux lets an extended attribute have. */
const VALUE_BYTES = 65_536

/**
 * An extended attribute by the path of its file; both latin1. Node has no call for it; koffi,
 * which has, is optional.
 * @returns undefined where there is no such attribute, or no koffi
 */
export async function readAttribute(path: string, name: string): Promise<string | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    const getxattr = openLibc(koffi).func('long getxattr(uint8_t*, const char*, uint8_t*, size_t)')
    const value = Buffer.alloc(VALUE_BYTES)
    const bytes = getxattr(Buffer.from(`${path}\0`, 'latin1'), name, value, VALUE_BYTES)
    return bytes > 0 ? value.toString('latin1', 0, bytes) : undefined
  } catch {
    return undefined
  }
}
