// Directories like those that people have, for examples and whole pipelines.
import { createCipheriv } from 'node:crypto'
import { linkSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const KIB = 1024
const MIB = 1024 * KIB

/** Bytes that look random and are the same for the same seed; a shorter one is the start of a longer one. */
export function content(seed: number, bytes: number): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16))
  return cipher.update(Buffer.alloc(bytes))
}

/** The same beginning, another end. */
function otherEnd(seed: number, bytes: number): Buffer {
  return Buffer.concat([content(seed, bytes - 1), Buffer.from('\0')])
}

const notes = Buffer.from('bread, milk, an external drive\n')

// prettier-ignore
const FILES: [path: string, content: Buffer, year: number][] = [
  ['Photos/2019/beach.jpg',            content(1, 200 * KIB),  2019],
  ['Photos/2019/beach (1).jpg',        content(1, 200 * KIB),  2020],
  ['Photos/2019/dunes.jpg',            otherEnd(1, 200 * KIB), 2019],
  ['Photos/2020/IMG_0001.jpg',         content(2, 50 * KIB),   2020],
  ['Photos/2020/copy of IMG_0001.jpg', content(2, 50 * KIB),   2021],
  ['Photos/2020/IMG_0002.jpg',         content(3, 50 * KIB),   2020],
  ['Photos/2020/sunset.jpg',           content(4, 70 * KIB),   2020],
  ['Photos/2021/sunset.jpg',           content(4, 70 * KIB),   2021],
  ['Photos/film.mp4',                  content(5, 3 * MIB),    2018],
  ['Photos/2021/film.mp4',             content(5, 3 * MIB),    2021],
  ['Photos/unlike.jpg',                content(6, 33 * KIB),   2017],
  ['Photos/notes.txt',                 notes,                  2020],
  ['Photos/old/notes.txt',             notes,                  2015],
  ['Photos/empty.txt',                 Buffer.alloc(0),        2020],
  ['Backup/beach.jpg',                 content(1, 200 * KIB),  2022],
  ['Backup/film.mp4',                  content(5, 3 * MIB),    2022],
  ['Backup/film.mp4.part',             content(5, 1 * MIB),    2022],
  ['Backup/only here.jpg',             content(7, 90 * KIB),   2022],
  ['old-disk/IMG_0001.jpg',            content(2, 50 * KIB),   2014],
  ['old-disk/IMG_0001.bak',            content(2, 50 * KIB),   2016],
  ['old-disk/letter.txt',              Buffer.from('Dear\n'),  2013],
]

const LINKS: [path: string, of: string][] = [['Photos/best/sunset.jpg', 'Photos/2020/sunset.jpg']]

/** Names that break programs: as latin1, for they are bytes. Each is there twice, in `a` and `b`. */
export const ODD_NAMES = [
  '-rf',
  ' ',
  'new\nline',
  'tab\there',
  '\x1b[31mred',
  'quote\'s "and" \\',
  '$HOME `id` ;&|',
  '*?[a]',
  '\xff\xfe not UTF-8',
  Buffer.from('\ufffd').toString('latin1'),
  Buffer.from('e\u0301 \u00e9 \u{1f600} \u202e').toString('latin1'),
  'n'.repeat(255),
]

/** A new directory with Photos, Backup, old-disk and odd-names, all last changed years ago. */
export function makeSandbox(): string {
  const root = mkdtempSync(join(tmpdir(), 'dd-tools-'))
  for (const [path, bytes, year] of FILES) write(Buffer.from(join(root, path)), bytes, year)
  for (const [path, of] of LINKS) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    linkSync(join(root, of), join(root, path))
  }
  ODD_NAMES.forEach((name, i) => {
    for (const side of ['a', 'b'])
      write(latin1(join(root, 'odd-names', side), name), content(20 + i, 5000), 2020)
  })
  return root
}

function latin1(dir: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(name, 'latin1')])
}

function write(path: Buffer, bytes: Buffer, year: number): void {
  mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
  writeFileSync(path, bytes)
  const time = Date.UTC(year, 5, 1) / 1000
  utimesSync(path, time, time)
}

export function removeSandbox(root: string): void {
  rmSync(root, { recursive: true, force: true })
}
