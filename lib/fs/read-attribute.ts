import { spawnSync } from 'node:child_process'
import { native } from './native/native.js'

/**
 * An extended attribute by the path of its file; both latin1. Asked of the kernel through koffi, or
 * else of getfattr(1).
 * @returns undefined where there is no such attribute, or neither of the two
 */
export function readAttribute(path: string, name: string): string | undefined {
  const calls = native()
  const bytes = Buffer.from(path, 'latin1')
  return calls ? calls.attribute(bytes, name)?.toString('latin1') : askGetfattr(bytes, name)
}

/** Runs in the directory of the file, since Node hands on arguments as UTF-8 only. */
function askGetfattr(path: Buffer, name: string): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', ASK, name], { input: path })
  return status === 0 && stdout.length > 0 ? stdout.toString('latin1') : undefined
}

const ASK = 'exec getfattr --absolute-names --only-values -n "$0" "$(cat)"'
