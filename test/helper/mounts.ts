// File systems of their own for tests. Only root may mount; elsewhere those tests are skipped, loudly.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  realpathSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

type Ends = Pick<Test, 'teardown'>

/** For `t.test(name, { skip: cannotMount('ext4') }, …)`: why not, or false. */
export function cannotMount(type = 'tmpfs'): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return `mounting ${type} needs root on Linux`
  if (type === 'tmpfs') return works('unshare', '-m', 'true') ? false : 'may not mount here'
  const programs = PROGRAMS[type] ?? [`mkfs.${type}`]
  const missing = programs.find((program) => !works('sh', '-c', `command -v ${program}`))
  if (missing) return `${missing} is not installed`
  return type === 'exfat' && !existsSync('/dev/fuse') ? 'there is no /dev/fuse' : false
}

/** What making and mounting one takes. */
const PROGRAMS: { readonly [type: string]: readonly string[] } = {
  squashfs: ['mksquashfs'],
  exfat: ['mkfs.exfat', 'mount.exfat-fuse', 'losetup'],
}

function works(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0
}

/** A new tmpfs. @param options as mount(8) takes them, e.g. `size=1m` */
export function tmpfs(t: Ends, options = 'size=16m'): string {
  return mountOn(t, ['-t', 'tmpfs', '-o', options, 'tmpfs'])
}

/** A new file system in a file. @param mib its size */
export function loopFs(t: Ends, type: 'ext4' | 'xfs' | 'btrfs', mib: number): string {
  const image = newImage(t, mib)
  must(`mkfs.${type}`, '-q', image)
  return mountOn(t, ['-o', 'loop', image])
}

function newImage(t: Ends, mib: number): string {
  const dir = mkdtempSync(join(tmpdir(), 'dd-image-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  const image = join(dir, 'image')
  writeFileSync(image, '')
  truncateSync(image, mib * 2 ** 20)
  return image
}

/** A memory card: no hard links, no owners, names that differ in case only are one; by FUSE. */
export function exfat(t: Ends, mib = 16): string {
  const image = newImage(t, mib)
  must('mkfs.exfat', image)
  const { stdout } = spawnSync('losetup', ['--find', '--show', image])
  const device = String(stdout).trim()
  try {
    return mountOn(t, [device], 'mount.exfat-fuse')
  } finally {
    must('losetup', '--detach', device) // once it is not mounted any more
  }
}

/** A medium that can only be read, with what is in a directory. */
export function squashfs(t: Ends, from: string): string {
  const image = newImage(t, 1)
  must('mksquashfs', from, image, '-quiet', '-no-progress', '-noappend')
  return mountOn(t, ['-o', 'loop,ro', image])
}

/** One directory above another: two views of one file. @param options more of them, as mount(8) takes them */
export function overlay(t: Ends, lower: string, upper: string, work: string, options = ''): string {
  const layers = `lowerdir=${lower},upperdir=${upper},workdir=${work}${options}`
  return mountOn(t, ['-t', 'overlay', 'overlay', '-o', layers])
}

/** Another view of a directory. */
export function bindMount(t: Ends, from: string): string {
  return mountOn(t, ['--bind', from])
}

/** A file mounted on another name, which is there. */
export function bindFile(t: Ends, from: string, onto: string): void {
  must('mount', '--bind', from, onto)
  t.teardown(() => must('umount', onto))
}

export function remount(dir: string, options: string): void {
  must('mount', '-o', `remount,${options}`, dir)
}

function mountOn(t: Ends, args: readonly string[], program = 'mount'): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'dd-mount-')))
  must(program, ...args, dir)
  t.teardown(() => {
    must('umount', dir)
    rmdirSync(dir)
  })
  return dir
}

export function must(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}
