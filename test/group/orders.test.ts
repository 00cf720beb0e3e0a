import t from 'tap'
import { byGroup, byInode, byKey, byName } from '../../lib/group/orders.js'
import type { FileRecord } from '../../lib/record/file.js'
import { Contents, lineOf, pileOf, shown } from '../helper/frames.js'
import { randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

const HASH = { hash: 'aa', algo: 'sha1' }
const random = randomFrom(1)

/** Names in the order they are to come out; each row is made of its path and what differs. */
type Row = [path: string, fields: Partial<FileRecord>]

// prettier-ignore
const inodes: Row[] = [
  ['/z',   { dev: '9', ino: '10' }],
  ['/a',   { dev: '10', ino: '9' }],
  ['/b',   { dev: '10', ino: '9' }],
  ['/b/c', { dev: '10', ino: '9' }],
  ['/y',   { dev: '10', ino: '10' }],
  ['/x',   { dev: '10', ino: '4294967297' }],
  ['/w',   { dev: '10', ino: '18446744073709551615' }],
  ['/v',   { dev: '18446744073709551615', ino: '1' }],
  ['/t',   { dev: '9', ino: '1', host: 'a' }],
  ['/s',   { dev: '10', ino: '1', host: 'a' }],
  ['/r',   { dev: '9', ino: '1', host: 'b' }],
]

// prettier-ignore
const groups: Row[] = [
  ['/z',   { size: 2 ** 40 }],
  ['/y',   { size: 3, hash: '01' }],
  ['/a',   { size: 3, hash: '02', algo: 'md5' }],
  ['/x',   { size: 3, hash: '02', algo: 'sha1' }],
  ['/x/a', { size: 3, hash: '02', algo: 'sha1' }],
  ['/w',   { size: 3, hash: '0200' }],
  ['/v',   { size: 3, hash: 'ff00000000' }],
  ['/u',   { size: 3, hash: 'ff00000001' }],
  ['/t',   { size: 2 }],
  ['/t',   { size: 2, host: 'a', dev: '9' }],
  ['/t',   { size: 2, host: 'a.b', dev: '7' }],
  ['/t',   { size: 2, host: 'b', dev: '8' }],
  ['/\uffff', { size: 1 }],
  ['/😀',  { size: 1 }],
]

// prettier-ignore
const orders = [
  ['by inode',  inodes, (c: Contents) => byInode(c.volumes)],
  ['by group',  groups, (c: Contents) => byGroup(c.kinds, c.volumes)],
] as const

const whereOf = ({ path, host = '' }: { path: string; host?: string | undefined }) =>
  `${host}:${path}`

for (const [name, rows, order] of orders)
  t.test(`${name}, whatever order they came in`, async (t) => {
    const records = rows.map(([path, fields]) => file(path, { ...HASH, ...fields }))
    for (let time = 0; time < 20; time++) {
      const contents = new Contents('hash')
      const shuffledContents = shuffled(records, random).map((record) => contents.of(record))
      const found = shown(pileOf(shuffledContents, order(contents)).cursor(), lineOf)
      t.strictSame(
        found.map((line) => whereOf(JSON.parse(line))),
        rows.map(([path, { host }]) => whereOf({ path, host })),
      )
    }
  })

t.test('by name: equal names together, the newest first', async (t) => {
  const records = ['/a', '/b', '/c', '/é'].flatMap((path) =>
    ['1', '3', '20'].map((ctimeNs) => file(path, { ctimeNs })),
  )
  const contents = new Contents()
  const pile = pileOf(
    shuffled(records, random).map((record) => contents.of(record)),
    byName(contents.kinds),
  )
  const found = shown(pile.cursor(), ({ frame }) =>
    JSON.parse(frame.bytes.toString('utf8', frame.lineStart, frame.lineEnd)),
  )
  for (let i = 0; i < found.length; i += 3) {
    t.equal(new Set(found.slice(i, i + 3).map(({ path }) => path)).size, 1)
    t.strictSame(
      found.slice(i, i + 3).map(({ ctimeNs }) => ctimeNs),
      ['20', '3', '1'],
    )
  }
})

// what the second has to do with the first
type Pair = [what: string, a: Row[1], b: Row[1], sameKey: boolean, sameInode?: boolean]

// prettier-ignore
const sizes: Pair[] = [
  ['size',                    { size: 1 },       { size: 2 },            false],
  ['large size',              { size: 1 },       { size: 2 ** 32 + 1 },  false],
  ['nothing but the name',    {},                {},                     true, true],
  ['inode',                   { ino: '1' },      { ino: '2' },           true, false],
  ['high half of the inode',  { ino: '1' },      { ino: '4294967297' },  true, false],
  ['device',                  { dev: '1' },      { dev: '2' },           true, false],
  ['host',                    { host: 'a' },     { host: 'b' },          true, false],
  ['digest',                  { hash: '01' },    { hash: '02' },         true, true],
]

// prettier-ignore
const hashes: Pair[] = [
  ['size',                    { size: 1 },       { size: 2 },            false],
  ['digest',                  { hash: '01' },    { hash: '02' },         false],
  ['length of the digest',    { hash: '01' },    { hash: '0100' },       false],
  ['end of the digest',       { hash: '0102030405' }, { hash: '0102030406' }, false],
  ['algorithm',               { algo: 'sha1' },  { algo: 'md5' },        false],
  ['head',                    { head: '01', headBytes: 1 }, { head: '02', headBytes: 1 }, true, true],
  ['nothing but the name',    {},                {},                     true, true],
  ['inode',                   { ino: '1' },      { ino: '2' },           true, false],
  ['device',                  { dev: '1' },      { dev: '2' },           true, false],
]

// prettier-ignore
const heads: Pair[] = [
  ['head',                    { head: '01' },    { head: '02' },         false],
  ['length that was read',    { headBytes: 1 },  { headBytes: 2 },       false],
  ['algorithm',               { algo: 'sha1' },  { algo: 'md5' },        false],
  ['digest of the whole',     { hash: '01' },    { hash: '02' },         true, true],
]

const ALL = { ino: '7', head: 'aa', headBytes: 16, ...HASH }

for (const [by, pairs] of [
  ['size', sizes],
  ['head', heads],
  ['hash', hashes],
] as const)
  for (const [what, a, b, sameKey, sameInode] of pairs)
    t.test(`by ${by}: another ${what}`, async (t) => {
      const contents = new Contents(by)
      const records = [file('/a', { ...ALL, ...a }), file('/b', { ...ALL, ...b })]
      const order = byKey(by)
      const cursor = pileOf(
        records.map((record) => contents.of(record)),
        order,
      ).cursor()
      cursor.next()
      t.equal(order.isSameKey(cursor), false, 'the first is like nothing')
      cursor.next()
      t.equal(order.isSameKey(cursor), sameKey)
      if (sameInode !== undefined) t.equal(order.isSameInode(cursor), sameInode)
    })
