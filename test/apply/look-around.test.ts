import { symlinkSync } from 'node:fs'
import t from 'tap'
import {
  findAt,
  hasHash,
  holdsSame,
  isMade,
  isOwn,
  lookAround,
  pointsToKeeper,
  startsLike,
} from '../../lib/apply/look-around.js'
import type { Row } from '../../lib/apply/journal-row.js'
import { digestHex } from '../../lib/digest/digest.js'
import { placeAt } from '../helper/apply-run.js'
import type { Op } from '../../lib/record/step.js'
import { left, linked, pointing, removed, renamed, written, type Since } from '../helper/left.js'
import { AWAY, TEMP } from '../helper/pair.js'

const [FILE, KEEP] = ['dir/file', 'keep/keep']

t.test('every name that a step uses', async (t) => {
  const { scratch, run, row } = await left(t, 'hardlink', linked(`dir/${TEMP}`, KEEP))
  const { own, fresh, away, keep } = lookAround(run, row)
  t.equal(own.stat?.ino, scratch.stat(FILE).ino)
  t.equal(fresh.stat?.ino, scratch.stat(KEEP).ino)
  t.equal(keep?.stat.ino, scratch.stat(KEEP).ino)
  t.equal(away.stat, undefined)
  t.strictSame(
    [own, fresh, away].map(({ place }) => String(place.name)),
    ['file', TEMP, AWAY],
  )
})

// prettier-ignore
const gone: [name: string, since: Since][] = [
  ['is gone',              removed(KEEP)],
  ['has no directory now', renamed('keep', 'elsewhere')],
  ['is a directory now',   (s) => { s.remove(KEEP); s.write(`${KEEP}/x`) }],
]

for (const [name, since] of gone)
  t.test(`a keeper that ${name}`, async (t) => {
    const { run, row } = await left(t, 'hardlink', since)
    t.equal(lookAround(run, row).keep, undefined)
  })

t.test('without its directory nothing is known of the file', async (t) => {
  const { run, row } = await left(t, 'delete', renamed('dir', 'elsewhere'))
  t.throws(() => lookAround(run, row), { code: 'gone' })
})

t.test('a file is known by its inode, changed or not', async (t) => {
  const { scratch, run, row } = await left(t, 'delete', written(FILE, 'longer than it was before'))
  t.equal(isOwn(row, lookAround(run, row).own.stat), true)
  t.equal(isOwn(row, scratch.stat(KEEP)), false)
  t.equal(isOwn({ ...row, ino: String(scratch.stat('dir').ino) }, scratch.stat('dir')), false)
  t.equal(isOwn(row, undefined), false)
})

const clone: Since = (s) => s.write(`dir/${TEMP}`, 'the same content', 1_500_000_000)
const elsewhere: Since = (s) => symlinkSync('/none', s.at(`dir/${TEMP}`))

// prettier-ignore
const made: [op: Op, since: Since, made: boolean][] = [
  ['hardlink', () => {},                         false],
  ['hardlink', linked(`dir/${TEMP}`, KEEP),      true],
  ['hardlink', written(`dir/${TEMP}`),           false],
  ['symlink',  pointing(`dir/${TEMP}`),          true],
  ['symlink',  elsewhere,                        false],
  ['symlink',  written(`dir/${TEMP}`),           false],
  ['reflink',  clone,                            true],
  ['reflink',  written(`dir/${TEMP}`),           false],
  ['reflink',  renamed(FILE, `dir/${TEMP}`),     false],
  ['delete',   linked(`dir/${TEMP}`, KEEP),      false],
  ['move',     clone,                            false],
]

for (const [i, [op, since, want]] of made.entries())
  t.test(`${op} made it: ${want} (${i})`, async (t) => {
    const { run, row } = await left(t, op, since)
    const { fresh, keep } = lookAround(run, row)
    t.equal(isMade(run, row, fresh, keep), want)
    if (op === 'symlink') t.equal(pointsToKeeper(run, row, fresh.place, fresh.stat!), want)
  })

// prettier-ignore
const bytes: [file: string, whole: string | undefined, starts: boolean, same: boolean, known?: number][] = [
  ['abc', 'abc',     true,  true],
  ['abc', 'abcd',    true,  false],
  ['abc', 'ab',      false, false],
  ['abc', 'abd',     false, false],
  ['',    'abc',     true,  false],
  ['abc', undefined, false, false],
  ['abc\0', 'abcd',  true,  false, 3],
  ['abc\0', 'abcd',  false, false, 2],
  ['abc\0', 'abcd',  false, false],
  ['ab',  'abcd',    true,  false, 3],
]

for (const [file, whole, starts, same, known] of bytes)
  t.test(`${JSON.stringify(file)} and "${whole}", ${known}`, async (t) => {
    const { scratch, run } = await left(t, 'delete')
    scratch.write('dir/a', file)
    if (whole !== undefined) scratch.write('dir/b', whole)
    const [a, b] = ['dir/a', 'dir/b'].map((name) => findAt(run, placeAt(run, scratch.at(name))))
    t.equal(await startsLike(run, a!, b!, known), starts)
    t.equal(await holdsSame(run, a!, [undefined, b]), same)
  })

t.test('a directory holds no bytes', async (t) => {
  const { scratch, run } = await left(t, 'delete')
  const [dir, file] = ['dir', FILE].map((name) => findAt(run, placeAt(run, scratch.at(name))))
  t.strictSame(
    [await startsLike(run, dir!, file!), await startsLike(run, file!, dir!)],
    [false, false],
  )
})

const HASH = `blake3:${digestHex('blake3', Buffer.from('the same content'))}`

// prettier-ignore
const hashes: [name: string, file: string, row: Partial<Row>, has: boolean][] = [
  ['its own',                  FILE,   {},                             true],
  ['that of none',             FILE,   { hash: '' },                   false],
  ['of another kind',          FILE,   { hash: HASH.replace('blake3', 'sha256') }, false],
  ['that of other bytes',      FILE,   { hash: HASH.replace(/.$/, (hex) => (hex === '0' ? '1' : '0')) }, false],
  ['but is of another size',   FILE,   { size: '15' },                 false],
  ['but it is a directory',    'dir',  {},                             false],
  ['but it is gone',           'none', {},                             false],
]

for (const [name, file, fields, has] of hashes)
  t.test(`a file has the digest of a row: ${name}`, async (t) => {
    const { scratch, run, row } = await left(t, 'delete')
    const found = findAt(run, placeAt(run, scratch.at(file)))
    const size = file === 'dir' ? String(found.stat?.size) : row.size
    t.equal(await hasHash(run, { ...row, size, hash: HASH, ...fields }, found), has)
  })
