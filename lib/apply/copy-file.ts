import { ALGOS, newDigest } from '../digest/digest.js'
import type { Metadata, Place } from '../fs/disk.js'
import { Refusal } from './refusal.js'
import { discard } from './remove.js'
import type { Run } from './scene.js'

const CHUNK_BYTES = 1024 * 1024

/**
 * Make a new file of the first `size` bytes of an open one, durable on return.
 * @param hash `algo:hex` that the copied bytes must have, or ''
 * @throws {Refusal} the file is shorter, or its bytes are others; nothing is left behind
 */
export async function copyFile(
  run: Run,
  from: number | undefined,
  size: number,
  hash: string,
  metadata: Metadata,
  fresh: Place,
): Promise<void> {
  const made = run.disk.create(fresh)
  try {
    if (from !== undefined) await copyBytes(run, from, made, size, hash)
    run.disk.setMetadata(made, metadata)
    run.disk.sync(made)
  } catch (error) {
    discard(run, fresh)
    throw error
  } finally {
    run.disk.close(made)
  }
}

async function copyBytes(run: Run, from: number, to: number, size: number, hash: string) {
  const algo = ALGOS.find((algo) => hash.startsWith(`${algo}:`))
  const digest = newDigest(algo ?? 'blake3')
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size, 1)))
  for (let at = 0; at < size;) {
    const read = run.disk.read(from, buffer.subarray(0, Math.min(buffer.length, size - at)), at)
    if (read === 0) throw new Refusal('changed', 'the file to copy is shorter than it was')
    const bytes = buffer.subarray(0, read)
    run.disk.write(to, bytes)
    digest.update(bytes)
    at += read
    await run.breathe()
  }
  if (algo !== undefined && hash !== `${algo}:${digest.hex()}`)
    throw new Refusal('changed', 'its content is no longer what it was')
}
