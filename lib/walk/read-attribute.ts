/** The most that Linux lets an extended attribute have. */
const VALUE_BYTES = 65_536

/**
 * An extended attribute of a file, latin1. Node has no call for it; koffi, which has, is optional.
 * @returns undefined where there is no such attribute, or no koffi
 */
export async function readAttribute(path: string, name: string): Promise<string | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    const getxattr = koffi.load(null).func(GETXATTR)
    const value = Buffer.alloc(VALUE_BYTES)
    const bytes = Number(getxattr(Buffer.from(`${path}\0`, 'latin1'), name, value, VALUE_BYTES))
    return bytes > 0 ? value.toString('latin1', 0, bytes) : undefined
  } catch {
    return undefined
  }
}

const GETXATTR =
  'int64_t getxattr(const uint8_t *path, const char *name, _Out_ uint8_t *value, size_t bytes)'
