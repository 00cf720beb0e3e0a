// The native calls for their tests, or why there are none.
import { native, type Native } from '../../lib/fs/native/native.js'

export const calls = native() as Native

/** For `t.test(name, { skip: noNative }, …)`. */
export const noNative: string | false = native() ? false : 'koffi does not load here'
