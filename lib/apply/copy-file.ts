import { ALGOS, newDigest, type Digest } from '../digest/digest.js'
import type { Place } from '../fs/disk.js'
import { Refusal } from './refusal.js'
import { discard } from './remove.js'
import type { Run } from './scene.js'
import { isSparse, writeAround } from './write-around.js'

const CHUNK_BYTES = 1024 * 1024

/** What a copy is to hold. */
export type Content = {
  readonly size: number
  /** Less than `size`: only so many bytes are copied, and zeros follow. */
  readonly bytes?: number | undefined
  /** `algo:hex` that all of it must have, or ''. */
  readonly hash: string
}

/**
 * Make a new file of the first bytes of an open one, durable on return. Holes stay holes: a file may
 * be larger than its disk.
 * @param dress gives the open file its metadata; until then it is its maker's alone
 * @throws {Refusal} the file is shorter, or its bytes are others; nothing is left behind
 */
export async function copyFile(
  run: Run,
  from: number | undefined,
  content: Content,
  fresh: Place,
  dress: (made: number) => void,
): Promise<void> {
  const made = run.disk.create(fresh)
  try {
    if (from !== undefined) await copyBytes(run, from, made, content)
    dress(made)
    run.disk.sync(made)
  } catch (error) {
    discard(run, fresh)
    throw error
  } finally {
    run.disk.close(made)
  }
}

async function copyBytes(
  run: Run,
  from: number,
  to: number,
  { size, bytes = size, hash }: Content,
): Promise<void> {
  const algo = ALGOS.find((algo) => hash.startsWith(`${algo}:`))
  const digest = newDigest(algo ?? 'blake3')
  const sparse = isSparse(run.disk.fstat(from))
  let end = 0
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size, 1)))
  for (let at = 0; at < bytes;) {
    const read = run.disk.read(from, buffer.subarray(0, Math.min(buffer.length, bytes - at)), at)
    if (read === 0) throw new Refusal('changed', 'the file to copy is shorter than it was')
    const chunk = buffer.subarray(0, read)
    end = Math.max(end, writeChunk(run, to, chunk, at, sparse))
    digest.update(chunk)
    at += read
    await run.breathe()
  }
  if (end < size) extend(run, to, size)
  if (algo !== undefined) await digestZeros(run, digest, buffer.fill(0), size - bytes)
  if (algo !== undefined && hash !== `${algo}:${digest.hex()}`)
    throw new Refusal('changed', 'its content is no longer what it was')
}

/** @returns where the last byte that was written ends; 0: none was */
function writeChunk({ disk }: Run, to: number, chunk: Buffer, at: number, sparse: boolean): number {
  if (sparse) return writeAround(disk, to, chunk, at)
  disk.write(to, chunk, at)
  return at + chunk.length
}

/** The bytes before it are durable first: after a power cut there may be the new size, and zeros for them. */
function extend({ disk }: Run, fd: number, size: number): void {
  disk.sync(fd)
  disk.extend(fd, size)
}

async function digestZeros(run: Run, digest: Digest, zeros: Buffer, count: number): Promise<void> {
  for (let left = count; left > 0; left -= zeros.length) {
    digest.update(zeros.subarray(0, left))
    await run.breathe()
  }
}
