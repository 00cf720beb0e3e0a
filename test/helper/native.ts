// The native calls for their tests, or why there are none.
import type { Libc } from '../../lib/fs/native/libc.js'
import { native, type Native } from '../../lib/fs/native/native.js'

export const calls = native() as Native

/** For `t.test(name, { skip: noNative }, …)`. */
export const noNative: string | false = native() ? false : 'koffi does not load here'

/** A C library that has these functions and no others. */
export function libcOf(functions: { readonly [name: string]: (...args: never[]) => number }): Libc {
  return {
    func: (prototype) => {
      const found = functions[/(\w+)\(/.exec(prototype)![1]!]
      if (found === undefined) throw new Error(`there is no ${prototype}`)
      return found as ReturnType<Libc['func']>
    },
    addressOf: () => 0,
    code: (errno = 0) => `E${errno}`,
    checked: (_, result) => result,
  }
}
