import { getSystemErrorMap } from 'node:util'
import type koffi from 'koffi'

export type Koffi = typeof koffi

/** The C library, and how its calls fail. */
export type Libc = {
  /** A C function by its prototype, to be called as if it were ours. */
  readonly func: (prototype: string) => (...args: unknown[]) => number
  /** Where the bytes of a Buffer lie in memory. */
  readonly addressOf: (bytes: Buffer) => number
  /** The `errno` of the last call, as `EXDEV`; or of a number. */
  readonly code: (errno?: number) => string
  /** The result, or an error with `code` if it is negative. */
  readonly checked: (call: string, result: number) => number
}

export function openLibc(koffi: Koffi): Libc {
  const library = koffi.load(null)
  const names = Object.entries(koffi.os.errno)
  const code = (errno = koffi.errno()) =>
    names.find(([, number]) => number === errno)?.[0] ?? `E${errno}`
  return {
    func: (prototype) => library.func(prototype),
    addressOf: (bytes) => Number(koffi.address(bytes)),
    code,
    checked: (call, result) => {
      if (result < 0) throw systemError(call, code())
      return result
    },
  }
}

/** An error as node:fs throws them. */
export function systemError(call: string, code: string): NodeJS.ErrnoException {
  const words = [...getSystemErrorMap().values()].find(([name]) => name === code)?.[1]
  const message = words === undefined ? `${code}: ${call}` : `${code}: ${words}, ${call}`
  return Object.assign(new Error(message), { code, syscall: call })
}
