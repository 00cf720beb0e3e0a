import { readFileSync } from 'node:fs'
import { freeDescriptors } from './free-descriptors.js'
import { softLimit } from './soft-limit.js'

/** Descriptors that Node takes for a thread. */
const THREAD_DESCRIPTORS = 4

/** Those that a command opens besides: standard input, a temporary file, a library. */
const SPARE_DESCRIPTORS = 8

/** Addresses that V8 reserves for a thread, hardly any of which it uses. */
const THREAD_BYTES = 2 ** 30

export type Room = {
  /** Threads besides this one. */
  readonly others: number
  /** Files that each of them, and this one, may have open at a time. */
  readonly files: number
}

export type Wanted = Room & {
  /** A thread with fewer files is of no use; to load its code it takes 2. */
  readonly least: number
  /** Addresses that this thread comes to need for itself. */
  readonly ownBytes: number
}

/** This thread alone needs more than it can have. */
export class NoRoom extends Error {}

/**
 * How many threads can be started, and how many files each can have open: as many as are wanted, or what
 * `ulimit` leaves. V8 ends the process where there is no room for a thread, so that it cannot be tried.
 * @throws {NoRoom}
 */
export function roomFor({ least, ownBytes, ...wanted }: Wanted, left = whatIsLeft()): Room {
  if (left.bytes < ownBytes)
    throw new NoRoom('too little address space: `ulimit -v` allows no more')
  const files = left.descriptors - SPARE_DESCRIPTORS
  const byFiles = Math.floor((files - least) / (THREAD_DESCRIPTORS + least))
  const byBytes = Math.floor((left.bytes - ownBytes) / THREAD_BYTES)
  const others = Math.max(0, Math.min(wanted.others, byFiles, byBytes))
  if (files === Infinity) return { others, files: wanted.files }
  const each = Math.floor((files - others * THREAD_DESCRIPTORS) / (others + 1))
  return { others, files: Math.max(least, Math.min(wanted.files, each)) }
}

/** What this process may still take. */
function whatIsLeft(): { readonly descriptors: number; readonly bytes: number } {
  return { descriptors: freeDescriptors(Infinity), bytes: freeAddresses() }
}

/** Bytes of addresses that are left to this process. */
export function freeAddresses(): number {
  try {
    const most = softLimit('Max address space') ?? Infinity
    return most === Infinity ? most : most - takenBytes()
  } catch {
    return Infinity
  }
}

function takenBytes(): number {
  const [, kibibytes] =
    /^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return 1024 * Number(kibibytes)
}
