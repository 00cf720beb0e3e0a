import { requireOwn } from '../fs/own-packages.js'
import { isOutOfDescriptors } from '../record/system-error.js'

/** A digest in the making: `update` any number of times, then `hex` once. */
export type Digest = {
  readonly update: (bytes: Uint8Array) => void
  /** Lowercase hex digits. Ends the digest: neither method may be called again. */
  readonly hex: () => string
}

/** One implementation of BLAKE3 with 256 bits of output. */
export type Blake3 = {
  readonly start: () => Digest
  /** Digest of bytes that are all there, as hex. */
  readonly hex: (bytes: Uint8Array) => string
}

let loaded: Blake3 | undefined

/**
 * The fastest implementation that loads on this machine. Loaded when first asked for, then kept.
 * @throws EMFILE, ENFILE: no file could be opened to load one
 */
export function blake3(): Blake3 {
  return (loaded ??= firstThatLoads(nativeBlake3, wasmBlake3))
}

/**
 * Machine code for this processor, some ten times as fast as WebAssembly.
 * @throws where no prebuilt binary fits: another platform, an old C library
 */
export function nativeBlake3(): Blake3 {
  const { Blake3Hasher } = nativeModule()
  const reused = new Blake3Hasher()
  const start = () => {
    const hasher = new Blake3Hasher()
    return {
      update: (bytes: Uint8Array) => void hasher.update(bytes),
      hex: () => hasher.digest('hex'),
    }
  }
  const hex = (bytes: Uint8Array) => {
    reused.reset() // half the time of a new one for a small file
    return reused.update(bytes).digest('hex')
  }
  return { start, hex }
}

/**
 * The package asks Node for a report on itself to choose a binary, which takes as long as the rest of
 * a short run; on most machines it is this one.
 */
function nativeModule(): Native {
  try {
    return requireOwn(`@napi-rs/blake-hash-${process.platform}-${process.arch}-gnu`) as Native
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error
    return requireOwn('@napi-rs/blake-hash') as Native
  }
}

/** What we use of it: its own types leave out that it takes any bytes. */
type Native = { readonly Blake3Hasher: new () => NativeHasher }

type NativeHasher = {
  readonly reset: () => void
  readonly update: (bytes: Uint8Array) => NativeHasher
  readonly digest: (format: 'hex') => string
}

/** WebAssembly, wherever Node runs. Loads synchronously. */
export function wasmBlake3(): Blake3 {
  const { createHash, hash } = requireOwn('blake3-wasm') as typeof import('blake3-wasm')
  const start = () => {
    const hasher = createHash()
    return {
      update: (bytes: Uint8Array) => void hasher.update(bytes),
      hex: () => hasher.digest('hex'), // also frees its memory
    }
  }
  return { start, hex: (bytes) => hash(bytes).toString('hex') }
}

function firstThatLoads(best: () => Blake3, spare: () => Blake3): Blake3 {
  try {
    return best()
  } catch (error) {
    if (isOutOfDescriptors(error)) throw error // it may be there
    return spare()
  }
}
