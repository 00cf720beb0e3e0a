// File systems of their own for tests. Only root may mount; elsewhere those tests are skipped, loudly.
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
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
  return missing ? `${missing} is not installed` : false
}

/** What making and mounting it takes. */
const PROGRAMS: { readonly [type: string]: readonly string[] } = {
  exfat: ['mkfs.exfat', 'mount.exfat-fuse'],
  squashfs: ['mksquashfs'],
}

function works(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0
}

/** A new tmpfs. @param options as mount(8) takes them, e.g. `size=1m` */
export function tmpfs(t: Ends, options = 'size=16m'): string {
  return mountOn(t, ['-t', 'tmpfs', '-o', options, 'tmpfs'])
}

/** How a file system is made and mounted: arguments of mkfs(8), options of mount(8). */
export type Making = { readonly make?: readonly string[]; readonly options?: string }

/** For btrfs: small files take blocks, too, instead of lying in their inodes. */
export const NO_INLINE: Making = { options: 'max_inline=0' }

/** A new file system in a file. @param mib its size */
export function loopFs(
  t: Ends,
  type: 'ext4' | 'xfs' | 'btrfs',
  mib: number,
  { make = [], options = 'rw' }: Making = {},
): string {
  const image = join(mkdtempSync(join(tmpdir(), 'dd-image-')), 'image')
  writeFileSync(image, '')
  truncateSync(image, mib * 2 ** 20)
  must(`mkfs.${type}`, '-q', ...make, image)
  const dir = mountOn(t, ['-o', `loop,${options}`, image])
  t.teardown(() => rmSync(join(image, '..'), { recursive: true }))
  return dir
}

/** A new exFAT file system, by a program in user space: kernels may have none. */
export function exfat(t: Ends): string {
  const dir = mkdtempSync(join(tmpdir(), 'dd-image-'))
  const image = join(dir, 'image')
  writeFileSync(image, '')
  truncateSync(image, 32 * 2 ** 20)
  must('mkfs.exfat', image)
  const { stdout } = spawnSync('losetup', ['-f', '--show', image], { encoding: 'utf8' })
  const [device, point] = [stdout.trim(), join(dir, 'point')]
  mkdirSync(point)
  must('mount.exfat-fuse', device, point)
  t.teardown(() => {
    must('umount', point)
    must('losetup', '-d', device)
    rmSync(dir, { recursive: true })
  })
  return realpathSync(point)
}

/** Another view of a directory. */
export function bindMount(t: Ends, from: string): string {
  return mountOn(t, ['--bind', from])
}

/** The files of `lower`, and those of `upper` over them; `work` is on the file system of that. */
export function overlay(
  t: Ends,
  dirs: { readonly lower: string; readonly upper: string; readonly work: string },
  more = '',
): string {
  const options = `lowerdir=${dirs.lower},upperdir=${dirs.upper},workdir=${dirs.work}${more}`
  return mountOn(t, ['-t', 'overlay', '-o', options, 'overlay'])
}

/** A medium that can only be read, with what is in a directory. */
export function squashfs(t: Ends, from: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'dd-image-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  must('mksquashfs', from, `${dir}/image`, '-quiet', '-no-progress')
  return mountOn(t, ['-o', 'loop,ro', `${dir}/image`])
}

/** A file mounted on another name, which is there. */
export function bindFile(t: Ends, from: string, onto: string): void {
  must('mount', '--bind', from, onto)
  t.teardown(() => must('umount', onto))
}

export function remount(dir: string, options: string): void {
  must('mount', '-o', `remount,${options}`, dir)
}

function mountOn(t: Ends, args: readonly string[]): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'dd-mount-')))
  must('mount', ...args, dir)
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
