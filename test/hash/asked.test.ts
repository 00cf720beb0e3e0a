import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { digestsWith, knownDigest } from '../../lib/hash/asked.js'
import type { FileRecord } from '../../lib/record/file.js'
import { file } from '../helper/records.js'

const whole: Asked = { algo: 'sha1', headBytes: undefined }
const head: Asked = { algo: 'sha1', headBytes: 100 }

const HEAD = { head: 'aa', headBytes: 100, algo: 'sha1' }
const HASH = { hash: 'bb', algo: 'sha1' }

type Case = [
  name: string,
  size: number,
  has: Partial<FileRecord>,
  asked: Asked,
  want: string | undefined,
]

// prettier-ignore
const known: Case[] = [
  // name                                            size  has                            asked  want
  ['nothing is known',                               500,  {},                            whole, undefined],
  ['nothing is known of the head',                   500,  {},                            head,  undefined],
  ['the hash is there',                              500,  HASH,                          whole, 'bb'],
  ['the head is there',                              500,  HEAD,                          head,  'aa'],
  ['both are: the whole is asked for',               500,  { ...HEAD, ...HASH },          whole, 'bb'],
  ['both are: the head is asked for',                500,  { ...HEAD, ...HASH },          head,  'aa'],
  ['a head of a large file is not its hash',         500,  HEAD,                          whole, undefined],
  ['a hash of a large file is not its head',         500,  HASH,                          head,  undefined],
  ['a head one byte short is not the hash',          101,  HEAD,                          whole, undefined],
  ['a head that covers the file is its hash',        100,  HEAD,                          whole, 'aa'],
  ['the hash of a file within the head is the head', 100,  HASH,                          head,  'bb'],
  ['one byte more, and it is not',                   101,  HASH,                          head,  undefined],
  ['another length of head',                         500,  { ...HEAD, headBytes: 99 },    head,  undefined],
  ['another algorithm',                              500,  { ...HASH, algo: 'md5' },      whole, undefined],
  ['another algorithm for the head',                 500,  { ...HEAD, algo: 'md5' },      head,  undefined],
  ['no word of the algorithm',                       500,  { hash: 'bb' },                whole, undefined],
  ['headBytes without a head',                       500,  { headBytes: 100, algo: 'sha1' }, head, undefined],
  ['headBytes of an empty file without a head',      0,    { headBytes: 100, algo: 'sha1' }, whole, undefined],
]

for (const [name, size, has, asked, want] of known)
  t.test(name, async (t) => {
    t.equal(knownDigest(file('/f', { size, ...has }), asked), want)
  })

const OLD = { ...HASH, readNs: '1' }

type Added = [name: string, size: number, has: Partial<FileRecord>, asked: Asked, want: unknown[]]

// prettier-ignore
const added: Added[] = [
  // name                                     size  has                            asked  [head, headBytes, hash, algo, readNs]
  ['a hash',                                  500,  {},                            whole, [undefined, undefined, 'cc', 'sha1', '2']],
  ['a head',                                  500,  {},                            head,  ['cc', 100, undefined, 'sha1', undefined]],
  ['a head of all of it is the hash, too',    100,  {},                            head,  ['cc', 100, 'cc', 'sha1', '2']],
  ['a head of a file of 0 bytes',             0,    {},                            head,  ['cc', 100, 'cc', 'sha1', '2']],
  ['one byte more, and it is not',            101,  {},                            head,  ['cc', 100, undefined, 'sha1', undefined]],
  ['a hash leaves the head',                  500,  HEAD,                          whole, ['aa', 100, 'cc', 'sha1', '2']],
  ['a head leaves the hash',                  500,  HASH,                          head,  ['cc', 100, 'bb', 'sha1', undefined]],
  ['and the time at which it was read',       500,  OLD,                           head,  ['cc', 100, 'bb', 'sha1', '1']],
  ['a hash is read at another time',          500,  { ...OLD, algo: 'md5' },       whole, [undefined, undefined, 'cc', 'sha1', '2']],
  ['a head replaces another length',          500,  { ...HEAD, headBytes: 9 },     head,  ['cc', 100, undefined, 'sha1', undefined]],
  ['a hash by another algorithm ends a head', 500,  { ...HEAD, algo: 'md5' },      whole, [undefined, undefined, 'cc', 'sha1', '2']],
  ['a head by another algorithm ends a hash', 500,  { ...OLD, algo: 'md5' },       head,  ['cc', 100, undefined, 'sha1', undefined]],
  ['a time without a hash goes',              500,  { ...HEAD, readNs: '1' },      { ...head, headBytes: 9 }, ['cc', 9, undefined, 'sha1', undefined]],
  ['a head by nobody knows what goes',        500,  { ...HEAD, algo: undefined! }, whole, [undefined, undefined, 'cc', 'sha1', '2']],
  ['headBytes without a head goes',           500,  { headBytes: 7, algo: 'sha1' }, whole, [undefined, undefined, 'cc', 'sha1', '2']],
]

for (const [name, size, has, asked, want] of added)
  t.test(`added: ${name}`, async (t) => {
    const digests = digestsWith(file('/f', { size, ...has }), asked, 'cc', '2')
    const { head, headBytes, hash, algo, readNs } = digests
    t.strictSame([head, headBytes, hash, algo, readNs], want)
  })
