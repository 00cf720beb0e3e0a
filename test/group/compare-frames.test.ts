import t from 'tap'
import {
  changeTime,
  compareDigests,
  compareInodes,
  compareKeys,
  compareKinds,
  compareNames,
  newestFirst,
} from '../../lib/group/compare-frames.js'
import type { Frame } from '../../lib/group/frame.js'
import type { FileRecord } from '../../lib/record/file.js'
import { Contents, frameOf } from '../helper/frames.js'
import { file } from '../helper/records.js'

const contents = new Contents('hash')
const frame = (path: string, fields: Partial<FileRecord> = {}): Frame =>
  frameOf(contents.of(file(path, { ino: '7', hash: 'aa', algo: 'sha1', ...fields })))

type Compare = (a: Frame, b: Frame) => number
const kinds: Compare = (a, b) => compareKinds(a, b, contents.kinds)
const LONG = 'ab'.repeat(32)

// prettier-ignore
const cases: [what: string, compare: Compare, a: Frame, b: Frame, sign: number][] = [
  ['names by their bytes',       compareNames,   frame('/a'),    frame('/b'),    -1],
  ['a name that goes on',        compareNames,   frame('/a'),    frame('/a/b'),  -1],
  ['bytes, not code units',      compareNames,   frame('/\uffff'), frame('/😀'), -1],
  ['equal names',                compareNames,   frame('/é'),    frame('/é'),    0],
  ['inodes as numbers',          compareInodes,  frame('/a', { ino: '9' }), frame('/a', { ino: '10' }), -1],
  ['large inodes as numbers',    compareInodes,  frame('/a', { ino: '99999999999' }), frame('/a', { ino: '100000000000' }), -1],
  ['inodes of two devices',      compareInodes,  frame('/a', { dev: '1' }), frame('/a', { dev: '2' }), -1],
  ['inodes of two machines',     compareInodes,  frame('/a', { host: 'm' }), frame('/a', { host: 'n' }), -1],
  ['equal inodes',               compareInodes,  frame('/a'),    frame('/b'),    0],
  ['digests by their bytes',     compareDigests, frame('/a', { hash: '0fff' }), frame('/a', { hash: 'f000' }), -1],
  ['a digest that goes on',      compareDigests, frame('/a', { hash: 'ab' }), frame('/a', { hash: 'ab00' }), -1],
  ['the end of a long digest',   compareDigests, frame('/a', { hash: `${LONG}00` }), frame('/a', { hash: `${LONG}01` }), -1],
  ['equal digests',              compareDigests, frame('/a', { hash: LONG }), frame('/b', { hash: LONG }), 0],
  ['keys: the digest',           compareKeys,    frame('/a', { hash: '01' }), frame('/a', { hash: '02' }), -1],
  ['keys: the size',             compareKeys,    frame('/a', { size: 2 }), frame('/a', { size: 1 }), -1],
  ['keys: a large size',         compareKeys,    frame('/a', { size: 2 ** 40 }), frame('/a', { size: 1 }), -1],
  ['keys: the algorithm',        compareKeys,    frame('/a'),    frame('/a', { algo: 'other' }), -1],
  ['keys: nothing else',         compareKeys,    frame('/a'),    frame('/b', { ino: '8' }), 0],
  ['kinds as text',              kinds,          frame('/a', { algo: 'sha1' }), frame('/a', { algo: 'md5' }), 1],
  ['equal kinds',                kinds,          frame('/a'),    frame('/b'),    0],
  ['the newer first',            newestFirst,    frame('/a', { ctimeNs: '10' }), frame('/a', { ctimeNs: '9' }), -1],
  ['before 1970 is older',       newestFirst,    frame('/a', { ctimeNs: '-10' }), frame('/a', { ctimeNs: '-9' }), 1],
  ['of one time: by the line',   newestFirst,    frame('/a', { root: '/a' }), frame('/a', { root: '/a/b' }), -1],
  ['of one line: by the digest', newestFirst,    frame('/a'),    frame('/a'),    0],
]

for (const [what, compare, a, b, sign] of cases)
  t.test(what, async (t) => {
    t.equal(Math.sign(compare(a, b)), sign)
    t.equal(Math.sign(compare(b, a)) + sign, 0, 'the other way round')
  })

t.test('the time of change comes from the line', async (t) => {
  t.equal(changeTime(frame('/a', { ctimeNs: '1700000000123456789' })), 1700000000123456789n)
})
