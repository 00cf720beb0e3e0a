import { chmodSync, fstatSync, utimesSync } from 'node:fs'
import t from 'tap'
import type { Row } from '../../lib/apply/journal-row.js'
import { lookAround } from '../../lib/apply/look-around.js'
import { arrived, seeArrival, stayed, unmove } from '../../lib/apply/unmove.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, blind } from '../helper/apply-run.js'
import { all, left, linked, removed, renamed, written, type Since } from '../helper/left.js'
import { AWAY, BOTH, TEMP } from '../helper/pair.js'
import { NO_CONTENT } from '../helper/scratch.js'

const [FILE, KEEP] = ['dir/file', 'keep/keep']
const [TO, FRESH, ASIDE] = ['to/file', `to/${TEMP}`, `to/${AWAY}`]

const made = all(written('to/x'), removed('to/x'))
const link = all(made, linked(TO, FILE))
const waiting = all(made, linked(FRESH, FILE))
const away = all(made, linked(ASIDE, FILE))
/** On another file system it is a copy: as large, and of the same time. */
const copied: Since = all(made, (scratch) => scratch.write(TO, 'the same content', 1_500_000_000))
/** On a memory card also of another mode, and of a time that is about the same. */
const coarse: Since = all(made, (scratch) => {
  scratch.write(TO, 'the same content', 1_499_999_998.5)
  chmodSync(scratch.at(TO), 0o777)
})
const late: Since = all(made, (scratch) => scratch.write(TO, 'the same content', 1_500_000_003))
const other = all(made, written(TO))
const small: Since = (scratch) => scratch.write(TO, 'small', 1_500_000_000)
const touched: Since = (scratch) => utimesSync(scratch.at(TO), 7, 7)
const exposed: Since = (scratch) => chmodSync(scratch.at(TO), 0o777)
const hurt: Since = all(made, (scratch) => scratch.write(TO, 'the_same_content', 1_500_000_000))

const IN_TO = [...BOTH, 'to/']

// prettier-ignore
const back: [name: string, since: Since, names: string[] | 'conflict'][] = [
  ['there was no directory yet',      () => {},                     BOTH],
  ['nothing arrived',                 made,                         IN_TO],
  ['a link waits',                    waiting,                      IN_TO],
  ['a link arrived',                  link,                         IN_TO],
  ['a link is out of reach',          away,                         IN_TO],
  ['a copy arrived',                  copied,                       IN_TO],
  ['of other times and another mode', coarse,                       IN_TO],
  ['whatever its time',               late,                         IN_TO],
  ['a copy waits, and a claim',       all(waiting, written(TO, '')), IN_TO],
  ['somebody has the new name',       other,                        [...IN_TO, TO]],
  ['somebody changed the copy',       hurt,                         [...IN_TO, TO]],
  ['changed, and out of reach',       all(hurt, renamed(TO, ASIDE)), [...IN_TO, TO]],
  ['and the new name is taken',       all(hurt, renamed(TO, ASIDE), written(TO)), 'conflict'],
]

for (const [name, since, names] of back)
  t.test(`back: ${name}`, async (t) => {
    const { scratch, run, row } = await left(t, 'move', since)
    const contents = scratch.contents()
    const done = unmove(run, row, lookAround(run, row))
    if (names === 'conflict') await t.rejects(done, { code: 'conflict' })
    else {
      await done
      t.strictSame(scratch.names(), names)
    }
    t.strictSame(scratch.contents().add(NO_CONTENT), contents.add(NO_CONTENT))
  })

// prettier-ignore
const arrivals: [name: string, since: Since, there: boolean, row?: Partial<Row>][] = [
  ['no directory',    () => {},                   false],
  ['nothing',         made,                       false],
  ['the file',        all(link, removed(FILE)),   true],
  ['a copy',          all(copied, removed(FILE)), true],
  ['somebody\'s',     all(other, removed(FILE)),  false],
  ['somebody\'s, as large', all(hurt, touched, removed(FILE)), false],
  ['a copy on a card', all(coarse, removed(FILE)), true],
  ['when its keeper changed', all(coarse, removed(FILE), written(KEEP)),  true],
  ['by a digest that we cannot make', all(coarse, removed(FILE)),         true,   { hash: 'sha256:00' }],
  ['and its keeper changed', all(coarse, removed(FILE), written(KEEP)),   false,  { hash: 'sha256:00' }],
  ['back, where nothing else is known', all(coarse, removed(FILE)),       true,   { hash: '', keep: '' }],
  ['back, and of another time', all(late, exposed, removed(FILE)),        false,  { hash: '', keep: '' }],
  ['back, of another size, in time', all(made, small, removed(FILE)),     false,  { hash: '', keep: '' }],
  ['as it was, with nothing to compare', all(copied, removed(FILE)),      true,   { hash: 'sha256:00', keep: '' }],
  ['of another time, with nothing to compare', all(coarse, removed(FILE)), false, { hash: 'sha256:00', keep: '' }],
  ['back, and of another size', all(other, removed(FILE)),                false,  { hash: '', keep: '' }],
]

for (const [name, since, there, fields] of arrivals)
  t.test(`arrived: ${name}`, async (t) => {
    const { run, row } = await left(t, 'move', since)
    const now = { ...row, ...fields }
    t.equal(await arrived(run, now, lookAround(run, now).keep), there)
  })

// prettier-ignore
const ways: [name: string, since: Since, names: string[] | 'conflict'][] = [
  ['no directory',                    removed(FILE),                                 []],
  ['it arrived',                      all(link, removed(FILE)),                      ['to/', TO]],
  ['it has both new names',           all(link, linked(FRESH, FILE), removed(FILE)), ['to/', TO]],
  ['it has both, and no links',       all(copied, (s) => s.write(FRESH, 'the same content'), removed(FILE)), ['to/', TO]],
  ['it is half way, and nowhere else', all(waiting, removed(FILE)),                  'conflict'],
]

for (const [name, since, names] of ways)
  t.test(`gone from its first name: ${name}`, async (t) => {
    const { scratch, run, row } = await left(t, 'move', since)
    const contents = scratch.contents()
    if (names === 'conflict') await t.rejects(seeArrival(run, row), { code: 'conflict' })
    else {
      await seeArrival(run, row)
      t.strictSame(scratch.names(), ['dir/', 'keep/', 'keep/keep', ...names])
    }
    t.strictSame(scratch.contents(), contents)
  })

t.test('what is the same file is not read, and the name that went is durable', async (t) => {
  const { sync } = realDisk()
  const synced: bigint[] = []
  const { scratch, run, row } = await left(t, 'move', link, {
    sync: before(sync, (fd) => synced.push(fstatSync(fd, { bigint: true }).ino)),
  })
  await unmove(blind(run), row, lookAround(run, row))
  t.strictSame(scratch.names(), IN_TO)
  t.ok(synced.includes(scratch.stat('to').ino))
})

t.test('a file has not stayed because its new directory was never made', async (t) => {
  const { run, row } = await left(t, 'move')
  t.equal(await stayed(run, row, lookAround(run, row).own), false)
})
