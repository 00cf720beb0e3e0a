import type { Libc } from './libc.js'

/** `xattr(7)` of open files; ACLs are among them, as `system.posix_acl_access`. */
export function bindXattr({ func, checked }: Libc) {
  const flistxattr = func('long flistxattr(int, uint8_t*, size_t)')
  const fgetxattr = func('long fgetxattr(int, const char*, uint8_t*, size_t)')
  const fsetxattr = func('int fsetxattr(int, const char*, uint8_t*, size_t, int)')

  const names = (fd: number) => {
    const size = flistxattr(fd, Buffer.alloc(0), 0)
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
    xattrs: (fd: number) =>
      JSON.stringify(
        names(fd)
          .sort()
          .map((name) => [name, value(fd, name)]),
      ),
    setXattr: (fd: number, name: string, bytes: Buffer) =>
      void checked('fsetxattr', fsetxattr(fd, name, bytes, bytes.length, 0)),
  }
}
