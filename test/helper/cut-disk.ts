// A small disk whose power can be cut: a file system in a file. What the system has written to it by
// then is kept, what it still holds in memory is lost.
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must } from './mounts.js'

type FsType = 'ext4' | 'xfs' | 'btrfs'

/** The least that each takes. */
const MIB: { readonly [type in FsType]: number } = { ext4: 16, xfs: 300, btrfs: 128 }

/** Once in a minute only it writes by itself, so that a test sees what it asked for. */
const COMMIT: { readonly [type in FsType]: string } = {
  ext4: ',commit=60',
  xfs: '',
  btrfs: ',commit=60',
}

export class CutDisk {
  readonly #dir = realpathSync(mkdtempSync(join(tmpdir(), 'dd-cut-')))
  readonly #new = join(this.#dir, 'new')
  readonly #image = join(this.#dir, 'image')
  readonly #type: FsType
  readonly path = join(this.#dir, 'disk')

  constructor(type: FsType) {
    this.#type = type
    writeFileSync(this.#new, '')
    truncateSync(this.#new, MIB[type] * 2 ** 20)
    must(`mkfs.${type}`, '-q', this.#new)
    must('mkdir', this.path)
  }

  /** A new, empty disk. */
  begin(): void {
    this.#copy(this.#new, this.#image)
    this.#mount()
  }

  /** All that was written is safe. */
  sync(): void {
    must('sync', '-f', this.path)
  }

  /** Somebody asks for a file of his own to be safe: most file systems write down all names then. */
  syncOther(): void {
    const fd = openSync(join(this.path, 'other'), 'w')
    writeFileSync(fd, 'other')
    fsyncSync(fd)
    closeSync(fd)
  }

  /** The power goes, and comes again. */
  cut(): void {
    const left = join(this.#dir, 'left')
    this.#copy(this.#image, left)
    this.end()
    must('mv', left, this.#image)
    this.#mount()
  }

  end(): void {
    must('umount', this.path)
  }

  remove(): void {
    spawnSync('umount', [this.path]) // where a test failed
    rmSync(this.#dir, { recursive: true })
  }

  #copy(from: string, to: string): void {
    must('cp', '--sparse=always', from, to)
  }

  #mount(): void {
    must('mount', '-t', this.#type, '-o', `loop${COMMIT[this.#type]}`, this.#image, this.path)
  }
}
