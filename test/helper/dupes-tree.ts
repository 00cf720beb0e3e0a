// Trees with all that a search for equal files has to tell apart.
import * as fs from 'node:fs'
import { content, ODD_NAMES } from './sandbox.js'
import { LONG_AGO, type Scratch } from './scratch.js'

const KIB = 1024

/** Where samples, what is read in a row, and batches end. */
const SIZES = [4, 4 * KIB, 4 * KIB + 1, 64 * KIB, 64 * KIB + 1, 256 * KIB + 3, 512 * KIB + 1]

/** The same bytes, but for one. */
export function nearly(bytes: Buffer, at: number): Buffer {
  const other = Buffer.from(bytes)
  other[at]! ^= 1
  return other
}

/**
 * Directories `l`, `r` and `s`: copies and near copies of many sizes, hard links, names that break
 * programs, empty files, names with a dot in front, symlinks, also in a circle, and one to nothing.
 */
export function plantDupes(files: Scratch): void {
  SIZES.forEach((bytes, i) => {
    const whole = content(i, bytes)
    for (const side of ['l', 'r', 's/deep']) files.write(`${side}/copy ${bytes}`, whole)
    for (const at of [0, Math.floor(bytes / 2), bytes - 1])
      files.write(`l/nearly/${bytes} at ${at}`, nearly(whole, at))
  })
  ODD_NAMES.forEach((name, i) => {
    for (const dir of ['l/odd', 'r/odd\xfe']) files.write(`${dir}/${name}`, `odd ${i}`)
  })
  files.write('l/linked', 'linked')
  files.link('l/linked too', 'l/linked')
  files.link('s/linked elsewhere', 'l/linked')
  files.write('r/linked', 'linked')
  files.write('l/one file', 'with two names and no copy')
  files.link('l/one file too', 'l/one file')
  files.write('r/film.jpg', 'a film', LONG_AGO - 86_400)
  files.write('s/film.jpg', 'a film', LONG_AGO + 86_400)
  files.write('s/.film', 'a film')
  files.write('s/.hidden/film', 'a film')
  for (const name of ['l/empty', 'r/empty', 's/.gitkeep']) files.write(name, '')
  for (let i = 0; i < 300; i++) files.write(`s/many/${i}`, `of seven ${i % 7}`)
  files.write('alone', 'no other file is like this one')
  fs.symlinkSync('l', files.at('link to l'))
  fs.symlinkSync('../r/copy 4096', files.at('s/link to a file'))
  fs.symlinkSync('..', files.at('s/deep/circle'))
  fs.symlinkSync('nothing', files.at('s/dangling'))
}

const MIB = 1024 * KIB

/** Long files that take little room: so many bytes, all but one of them zero. */
function plantSparse(files: Scratch, name: string, bytes: number, at: number): void {
  files.write(name, '')
  fs.truncateSync(files.at(name), bytes)
  const fd = fs.openSync(files.at(name), 'r+')
  fs.writeSync(fd, '1', at)
  fs.closeSync(fd)
  fs.utimesSync(files.at(name), LONG_AGO, LONG_AGO)
}

/** Long files: many copies of one, and some that differ where no sample is taken, or where one is. */
export function plantLong(files: Scratch): void {
  for (let i = 0; i < 40; i++)
    plantSparse(files, `copies/${i}`, 70 * KIB, i === 33 ? 35 * KIB : 1000)
  for (const at of [0, 4 * MIB, 5 * MIB, 10 * MIB, 20 * MIB - 1])
    for (const name of ['a', 'b']) plantSparse(files, `long/${at} ${name}`, 20 * MIB, at)
  for (const at of [7, MIB, 3 * MIB - 1]) plantSparse(files, `unlike/${at}`, 3 * MIB, at)
}
