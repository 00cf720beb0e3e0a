// What can happen to a run on a disk with faults.
import type { Place } from '../../lib/fs/disk.js'

/** As after kill -9: from here on no call changes anything. */
export class Crash extends Error {}

export type Fault = {
  /** Which change, from 0. */
  readonly at: number
  /** `half`: dies inside a change that has a middle. `late`: the error comes though it was done. */
  readonly how: 'crash' | 'half' | 'error' | 'late'
  readonly code?: string
  /** All changes from there on fail, not only that one. */
  readonly ever?: boolean
}

export type Call = { readonly name: string; readonly where: string; readonly change: boolean }

export type Hooks = {
  readonly fault?: Fault | undefined
  /** Somebody else acts in the moment before the nth call, from 0, reading ones too. */
  readonly before?: ((n: number, call: Call) => void) | undefined
  /** Say in `calls` what each was about. */
  readonly trace?: boolean
}

/**
 * `A`: what plain Node can do. `X`: with what koffi adds. `E`: where the file system refuses that.
 * `F`: as `E`, and without hard links, as on a memory card.
 */
export type Mode = 'A' | 'E' | 'F' | 'X'

export type Ability = {
  readonly mode: Mode
  /** Clones are made by copying: they work everywhere, and can be seen half done. */
  readonly copyClones?: boolean
  /** Pairs of directories that are to look like two file systems. */
  readonly apart?: (from: Place, to: Place) => boolean
}
