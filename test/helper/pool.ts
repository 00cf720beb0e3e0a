// A real mergerfs pool of small disks. Only for tests in `withOwnMounts`: the disks are images in
// memory, and it is the end of the process that unmounts them.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { must, remount } from './mounts.js'
import { plantIn, type Planted } from './pool-files.js'

/** `ro`: mounted read-only by the kernel; the others are mergerfs' own. */
export type BranchMode = 'RW' | 'NC' | 'RO' | 'ro'

export type Disks = {
  readonly [name: string]: readonly [type: string, mib: number, ...mkfs: string[]]
}

const DISKS: Disks = {
  d1: ['ext4', 32],
  d2: ['ext4', 32],
  d3: ['ext4', 32],
  d4: ['btrfs', 128],
}

export type Mounting = {
  /** Disks in the order in which mergerfs has them; default: all, in the order of their making. */
  readonly order?: readonly string[]
  readonly modes?: { readonly [disk: string]: BranchMode }
  /** As mergerfs takes them; those that tests need are set already. */
  readonly options?: { readonly [name: string]: string }
}

/** Nothing is remembered, so that what was done on the branches is seen at once. */
const OPTIONS = {
  minfreespace: '0',
  'cache.attr': '0',
  'cache.entry': '0',
  'category.create': 'mfs',
}

export class Pool {
  /** Holds all the rest, in memory. */
  readonly base: string
  /** Where it is mounted. */
  readonly at: string
  readonly disks: readonly string[]

  constructor(t: Pick<Test, 'teardown'>, disks: Disks = DISKS) {
    this.base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'dd-pool-')))
    must('mount', '-t', 'tmpfs', 'tmpfs', this.base)
    t.teardown(() => {
      must('umount', '--lazy', this.base)
      fs.rmdirSync(this.base)
    })
    this.at = `${this.base}/pool`
    fs.mkdirSync(this.at)
    this.disks = Object.keys(disks)
    for (const [name, [type, mib, ...options]] of Object.entries(disks))
      this.#makeDisk(name, type, mib, options)
  }

  #makeDisk(name: string, type: string, mib: number, options: readonly string[]): void {
    const image = `${this.base}/${name}.img`
    fs.writeFileSync(image, '')
    fs.truncateSync(image, mib * 2 ** 20)
    must(`mkfs.${type}`, '-q', ...options, image)
    fs.mkdirSync(`${this.base}/disks/${name}`, { recursive: true })
    // Reads of files leave a trace, so that a dry run can be seen to leave none.
    must('mount', '-o', 'loop,strictatime,nodiratime', image, this.disk(name))
    this.wipe([name])
  }

  disk(name: string): string {
    return `${this.base}/disks/${name}`
  }

  /** The path of a name: `d1/x` on a disk, `x` in `pool/x`. Latin1. */
  path(name: string): string {
    return name.startsWith('pool/') ? `${this.base}/${name}` : `${this.base}/disks/${name}`
  }

  /** Mount it anew. */
  mount({ order = this.disks, modes = {}, options = {} }: Mounting = {}): void {
    this.unmount()
    for (const name of this.disks) remount(this.disk(name), modes[name] === 'ro' ? 'ro' : 'rw')
    const branches = order.map((name) => `${this.disk(name)}=${modeOf(modes[name])}`)
    const all = Object.entries({ ...OPTIONS, ...options }).map((pair) => pair.join('='))
    must('mergerfs', '-o', all.join(','), branches.join(':'), this.at)
  }

  unmount(): void {
    spawnSync('umount', ['--lazy', '--quiet', this.at])
  }

  /** Unmount it and empty its disks. */
  wipe(disks: readonly string[] = this.disks): void {
    this.unmount()
    for (const name of disks) {
      remount(this.disk(name), 'rw')
      for (const entry of fs.readdirSync(this.disk(name), { encoding: 'buffer' }))
        fs.rmSync(Buffer.concat([Buffer.from(`${this.disk(name)}/`), entry]), { recursive: true })
    }
  }

  /** Files, on disks: `{ 'd1/Media/m': 'content' }`. */
  plant(files: Planted): void {
    plantIn(`${this.base}/disks`, files)
  }

  /** The names of all that is on the disks, sorted; directories end in a slash. */
  names(): string[] {
    const below = fs.readdirSync(`${this.base}/disks`, { encoding: 'latin1', recursive: true })
    return below.sort()
  }

  remove(name: string): void {
    fs.unlinkSync(Buffer.from(this.path(name), 'latin1'))
  }

  stat(name: string): fs.BigIntStats {
    return fs.lstatSync(Buffer.from(this.path(name), 'latin1'), { bigint: true })
  }

  exists(name: string): boolean {
    return fs.existsSync(Buffer.from(this.path(name), 'latin1'))
  }

  read(name: string): string {
    return fs.readFileSync(Buffer.from(this.path(name), 'latin1'), 'latin1')
  }

  write(name: string, content: string): void {
    fs.writeFileSync(Buffer.from(this.path(name), 'latin1'), content, 'latin1')
  }
}

function modeOf(mode: BranchMode = 'RW'): string {
  return mode === 'ro' ? 'RW' : mode
}
