import type { Libc } from './libc.js'

/** The most that Linux lets an extended attribute have. */
const VALUE_BYTES = 65_536

const NOTHING = Buffer.alloc(0)

/** `xattr(7)`; ACLs are among them, as `system.posix_acl_access`. */
export function bindXattr({ func, checked }: Libc) {
  const flistxattr = func('long flistxattr(int, uint8_t*, size_t)')
  const fgetxattr = func('long fgetxattr(int, const char*, uint8_t*, size_t)')
  const fsetxattr = func('int fsetxattr(int, const char*, uint8_t*, size_t, int)')
  const getxattr = func('long getxattr(uint8_t*, const char*, uint8_t*, size_t)')

  const names = (fd: number) => {
    const size = flistxattr(fd, NOTHING, 0)
    if (size <= 0) return [] // none, or a file system that has none
    const list = Buffer.alloc(size)
    const length = checked('flistxattr', flistxattr(fd, list, size))
    return list.toString('utf8', 0, length).split('\0').filter(Boolean)
  }
  const value = (fd: number, name: string) => {
    const bytes = Buffer.alloc(Math.max(0, fgetxattr(fd, name, Buffer.alloc(0), 0)))
    const length = fgetxattr(fd, name, bytes, bytes.length)
    return bytes.subarray(0, Math.max(0, length)).toString('base64')
  }
  return {
    xattrs: (fd: number) => {
      const all = names(fd).sort()
      return JSON.stringify(all.map((name) => [name, value(fd, name)]))
    },
    setXattr: (fd: number, name: string, bytes: Buffer) =>
      void checked('fsetxattr', fsetxattr(fd, name, bytes, bytes.length, 0)),
    attribute: (path: Buffer, name: string) => {
      const bytes = Buffer.alloc(VALUE_BYTES)
      const length = getxattr(Buffer.concat([path, Buffer.of(0)]), name, bytes, VALUE_BYTES)
      return length > 0 ? bytes.subarray(0, length) : undefined
    },
  }
}
