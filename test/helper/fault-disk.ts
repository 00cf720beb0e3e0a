// A disk and a journal that fail, or end for ever, at a chosen change; and a list of what was called.
import { closeSync, copyFileSync, truncateSync, constants } from 'node:fs'
import type { AppendFile } from '../../lib/fs/append-file.js'
import type { Dir, Disk, Place } from '../../lib/fs/disk.js'
import { renameByLink, renameOverClaim } from '../../lib/fs/rename-by-link.js'
import { at } from '../../lib/fs/real-disk.js'
import { errno } from './apply-run.js'
import { statusesIn } from './memory-file.js'
import { Crash, type Ability, type Call, type Fault, type Hooks } from './fault.js'

export class FaultDisk {
  readonly calls: Call[] = []
  /** Changes asked for; the last ones may have failed. */
  changes = 0
  fired = false
  #dead = false
  readonly #hooks: Hooks
  readonly #open = new Map<number, string>()

  constructor(hooks: Hooks = {}) {
    this.#hooks = hooks
  }

  /** Descriptors that a crash left open. */
  closeAll(): void {
    for (const fd of this.#open.keys()) closeSync(fd)
    this.#open.clear()
  }

  disk(real: Disk, { mode, copyClones, apart }: Ability): Disk {
    const read = this.#reader()
    const change = this.#changer()
    const link = change('link', (from: Place, to: Place) => {
      if (mode === 'F') throw errno('EPERM')
      if (apart?.(from, to)) throw errno('EXDEV')
      real.link(from, to)
    })
    const unlink = change('unlink', real.unlink)
    const rename = change('rename', real.rename)
    const create = change('create', (place: Place) => this.#opened(real.create(place), place))
    const lstat = read('lstat', real.lstat)
    const close = (fd: number) => this.#closed(fd, () => real.close(fd))
    const byLink = (from: Place, to: Place) =>
      renameByLink({ link, unlink, create, close, lstat, rename }, from, to)
    const overClaim = (from: Place, to: Place) =>
      renameOverClaim({ link, unlink, create, close, lstat, rename }, from, to)
    const native = {
      ...(real.exchange && { exchange: change('exchange', real.exchange) }),
      ...(real.dedupe && { dedupe: change('dedupe', real.dedupe) }),
      ...(real.syncNames && { syncNames: change('syncNames', real.syncNames) }),
    }
    const noReplace = change('renameNoReplace', real.renameNoReplace)
    return {
      ...this.#opening(real, read),
      lstat,
      readlink: read('readlink', real.readlink),
      fstat: read('fstat', real.fstat),
      read: read('read', real.read),
      hasWriter: read('hasWriter', mode === 'A' ? () => undefined : real.hasWriter),
      xattrs: read('xattrs', real.xattrs),
      copies: real.copies,
      clock: real.clock,
      isEmpty: real.isEmpty,
      isUnmounted: real.isUnmounted,
      sync: change('sync', real.sync),
      link,
      unlink,
      rename,
      fileSystem: real.fileSystem,
      renameNoReplace: mode === 'X' ? noReplace : byLink,
      renameAside: mode === 'X' ? change('renameAside', real.renameAside) : overClaim,
      symlink: change('symlink', (_target: Buffer, place: Place) => real.symlink(_target, place)),
      mkdir: change('mkdir', real.mkdir),
      rmdir: change('rmdir', real.rmdir),
      create,
      write: change('write', real.write, (fd: number, bytes: Buffer, at: number) =>
        real.write(fd, bytes.subarray(0, bytes.length / 2), at),
      ),
      extend: change('extend', real.extend),
      clone: copyClones
        ? change('clone', copyClone, (fd: number, place: Place) => {
            copyClone(fd, place)
            truncateSync(at(place), 0)
          })
        : change('clone', real.clone),
      setMetadata: change('setMetadata', real.setMetadata),
      ...(mode === 'X' && native),
      ...((mode === 'E' || mode === 'F') && { exchange: () => refuse(), dedupe: () => refuse() }),
    }
  }

  journal(file: AppendFile): AppendFile {
    const change = this.#changer()
    return {
      ...file,
      append: change('append', file.append, (bytes: Buffer) =>
        file.append(bytes.subarray(0, bytes.length / 2)),
      ),
      sync: change('syncJournal', file.sync),
      truncate: change('truncate', file.truncate),
    }
  }

  #opening(real: Disk, read: Reader) {
    const openedDir = (dir: Dir) => {
      this.#open.set(dir.fd, `${dir.path.toString('latin1')}/`)
      return dir
    }
    return {
      openDir: read('openDir', (path: Buffer) => openedDir(real.openDir(path))),
      openDirAt: read('openDirAt', (place: Place, onTheWay?: boolean) =>
        openedDir(real.openDirAt(place, onTheWay)),
      ),
      open: read('open', (place: Place) => this.#opened(real.open(place), place)),
      closeDir: (dir: Dir) => this.#closed(dir.fd, () => real.closeDir(dir)),
      close: (fd: number) => this.#closed(fd, () => real.close(fd)),
    }
  }

  #opened(fd: number, place: Place): number {
    this.#open.set(fd, this.#where([place]))
    return fd
  }

  #closed(fd: number, close: () => void): void {
    this.#open.delete(fd)
    close()
  }

  #reader() {
    return <Args extends readonly unknown[], Result>(
        name: string,
        call: (...args: Args) => Result,
      ) =>
      (...args: Args): Result => {
        this.#note({ name, where: this.#where(args), change: false })
        return call(...args)
      }
  }

  #changer() {
    return <Args extends readonly unknown[], Result>(
        name: string,
        call: (...args: Args) => Result,
        half?: (...args: Args) => unknown,
      ) =>
      (...args: Args): Result => {
        if (this.#dead) throw new Crash()
        this.#note({ name, where: this.#where(args), change: true })
        const fault = this.#due(this.changes++, half !== undefined)
        if (fault === undefined) return call(...args)
        this.fired = true
        if (fault.how === 'half') half?.(...args)
        if (fault.how === 'late') call(...args)
        if (fault.how === 'error' || fault.how === 'late') throw errno(fault.code ?? 'EIO')
        this.#dead = true
        throw new Crash()
      }
  }

  #due(n: number, hasHalf: boolean): Fault | undefined {
    const { fault } = this.#hooks
    if (fault === undefined || (fault.how === 'half' && !hasHalf)) return undefined
    return n === fault.at || (fault.ever && n > fault.at) ? fault : undefined
  }

  #note(call: Call): void {
    if (!this.#dead) this.#hooks.before?.(this.calls.length, call)
    this.calls.push(call)
  }

  /** What a call is about: names, or the names that its descriptors were opened by. */
  #where(args: readonly unknown[]): string {
    if (!this.#hooks.trace) return ''
    return args.map((arg) => this.#one(arg)).join(' ')
  }

  #one(arg: unknown): string {
    if (typeof arg === 'number') return this.#open.get(arg) ?? ''
    if (Buffer.isBuffer(arg)) return arg.length < 2 ** 16 ? statusesIn(arg) : ''
    if (typeof arg !== 'object' || arg === null) return ''
    if (!('dir' in arg)) return 'path' in arg ? `${arg.path}/` : ''
    const { dir, name } = arg as Place
    return `${dir.path.toString('latin1')}/${name.toString('latin1')}`
  }
}

function refuse(): never {
  throw errno('EINVAL')
}

function copyClone(fd: number, place: Place): void {
  copyFileSync(`/proc/self/fd/${fd}`, at(place), constants.COPYFILE_EXCL)
}

type Reader = <Args extends readonly unknown[], Result>(
  name: string,
  call: (...args: Args) => Result,
) => (...args: Args) => Result
