import type { FileRecord } from '../record/file.js'
import { splitByFile } from '../record/one-file.js'
import { recordOf } from './compare-frames.js'
import type { Cursor } from './cursor.js'
import type { KeyOrder } from './orders.js'

/** Counts the copies among the files of a key, whose records come by in a KeyOrder. */
export type CopyCounter = {
  /** The first record of a key has come. */
  begin(): void
  /** And a further one. */
  add(cursor: Cursor): void
  readonly copies: number
}

/** A copy is an inode. */
export class InodeCounter implements CopyCounter {
  copies = 0
  readonly #order: KeyOrder

  constructor(order: KeyOrder) {
    this.#order = order
  }

  begin(): void {
    this.copies = 1
  }

  add(cursor: Cursor): void {
    if (!this.#order.isSameInode(cursor)) this.copies++
  }
}

/** The same where there are several devices: views of one file on them are one copy, too. */
export class ViewCounter implements CopyCounter {
  /** Copies of the inode numbers before the one at hand. */
  #before = 0
  /** The names of the number at hand, if it has several. */
  #names: FileRecord[] = []
  readonly #order: KeyOrder
  readonly #isStacked: IsStacked

  /** @param isStacked see `splitByFile` */
  constructor(order: KeyOrder, isStacked: IsStacked) {
    this.#order = order
    this.#isStacked = isStacked
  }

  begin(): void {
    this.#before = 0
    this.#names = []
  }

  add(cursor: Cursor): void {
    if (!this.#order.isSameNumber(cursor)) {
      this.#before = this.copies
      this.#names = []
      return
    }
    if (this.#names.length === 0) this.#names.push(recordOf(cursor.last))
    this.#names.push(recordOf(cursor.frame))
  }

  get copies(): number {
    const parts = splitByFile(this.#names, this.#isStacked)
    return this.#before + Math.max(1, parts.length)
  }
}

export type IsStacked = (file: FileRecord) => boolean
