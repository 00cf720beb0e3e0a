import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { groupFiles } from '../../lib/group/group-files.js'
import type { Grouping } from '../../lib/group/grouping.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { HERE } from '../../lib/record/host.js'
import { LITTLE, MUCH } from '../helper/frames.js'
import { naiveGroup, VIEWS } from '../helper/naive-group.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'
import { Sink } from '../helper/sink.js'

type Asked = Pick<Grouping, 'by' | 'wanted' | 'asGroups'>

// prettier-ignore
const asked: [what: string, asked: Asked][] = [
  ['by size',                { by: 'size', wanted: (n) => n >= 2, asGroups: false }],
  ['by head',                { by: 'head', wanted: (n) => n >= 2, asGroups: false }],
  ['by hash',                { by: 'hash', wanted: (n) => n >= 2, asGroups: true }],
  ['by hash, three copies',  { by: 'hash', wanted: (n) => n >= 3, asGroups: true }],
  ['by hash, unique',        { by: 'hash', wanted: (n) => n < 2,  asGroups: false }],
  ['by size, fewer than 4',  { by: 'size', wanted: (n) => n < 4,  asGroups: false }],
]

async function group(lines: readonly string[], asked: Asked, budgetBytes: number, chunk = 7000) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  async function* input() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const sink = new Sink()
  let read = 0
  const tick = (n: number) => (read += n)
  const isStacked = ({ dev }: { dev: string }) => dev === VIEWS
  const grouping = { ...asked, budgetBytes }
  const changed = await groupFiles(input(), sink, grouping, tick, () => new TempFile(), isStacked)
  return { text: sink.text, changed, read }
}

/** Records in which everything comes again: names, inodes, sizes, digests, times. */
function someLines(count: number, random: () => number): string[] {
  const digest = () =>
    pick(['00ff', '00ff00', `${'ab'.repeat(32)}`, `${'ab'.repeat(31)}cd`], random)
  const name = () => `/${pick(['', 'é', 'a\n', '"', '😀/', '\uffff'], random)}${number(count)}`
  const number = (below: number) => Math.floor(random() * below)
  return Array.from({ length: count }, () => {
    const path = name()
    const named = random() < 0.1 ? { path: undefined, path64: odd(path) } : {}
    const record = {
      ...file(path, {
        size: pick([1, 2, 2 ** 33, 5, number(9)], random),
        dev: pick(['1', '9', '10'], random),
        ino: pick([String(number(40)), '18446744073709551615', '4294967297'], random),
        ctimeNs: String(number(3)),
        ...named,
      }),
      ...{ head: digest(), headBytes: pick([1, 16], random), hash: digest() },
      algo: pick(['sha1', 'md5'], random),
      host: pick([undefined, HERE, 'a', 'b'], random),
    }
    return random() < 0.1
      ? `{"more":{"hash":[1,"}"]},${JSON.stringify(record).slice(1)}`
      : JSON.stringify(record)
  })
}

/** A name that is not UTF-8. */
const odd = (path: string) => Buffer.concat([Buffer.from(path), Buffer.of(0xff)]).toString('base64')

for (const [what, want] of asked)
  for (const count of [0, 1, 30, 400, 3000])
    t.test(`${what}: ${count} records, in memory and on disk, as the naive one`, async (t) => {
      const lines = someLines(count, randomFrom(count))
      const naive = naiveGroup(lines, want)
      for (const budget of [MUCH, 40 * count + LITTLE]) {
        const { text, read } = await group(lines, want, budget)
        t.ok(text === naive, `with ${budget} bytes`)
        t.equal(read, count)
      }
    })

for (const [what, want] of asked)
  t.test(`${what}: the order of the records changes nothing`, async (t) => {
    const random = randomFrom(5)
    const lines = someLines(200, random)
    const first = await group(lines, want, MUCH)
    for (let time = 0; time < 10; time++) {
      const found = await group(shuffled(lines, random), want, pick([MUCH, LITTLE], random), 300)
      t.ok(found.text === first.text)
      t.equal(found.changed, first.changed)
    }
  })

t.test('all orders of a few records, of which some share a name', async (t) => {
  const records = [
    file('/a', { ino: '1', ctimeNs: '5' }),
    file('/a', { ino: '2', ctimeNs: '6' }),
    file('/b', { ino: '1' }),
    file('/c', { ino: '3', dev: '2' }),
  ].map((record) => JSON.stringify({ ...record, hash: 'aa', algo: 'sha1' }))
  const { text } = await group(records, asked[2]![1], MUCH)
  t.match(JSON.parse(text), { files: [{ path: '/a', ino: '2' }, { path: '/b' }, { path: '/c' }] })
  for (const order of permutations(records))
    t.equal((await group(order, asked[2]![1], MUCH)).text, text)
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]),
  )
}

t.test('a million bytes of one group, with room for a few files', async (t) => {
  const lines = Array.from({ length: 3000 }, (_, i) =>
    JSON.stringify({ ...file(`/${(i * 7919) % 3001}`), hash: 'aa', algo: 'sha1' }),
  )
  const { text } = await group(lines, asked[2]![1], LITTLE)
  t.ok(text === naiveGroup(lines, asked[2]![1]))
})

t.test('names that came twice with different facts are counted', async (t) => {
  const again = ['/a', '/b', '/c'].map((path) => file(path, { ino: '1' }))
  const lines = [...again, ...again, { ...again[0]!, size: 5 }, { ...again[1]!, ctimeNs: '5' }]
  const { changed } = await group(
    lines.map((record) => JSON.stringify(record)),
    asked[0]![1],
    MUCH,
  )
  t.equal(changed, 2)
})

t.test('nothing is written before all has been read', async (t) => {
  const good = Array.from({ length: 1000 }, (_, i) => JSON.stringify(file(`/${i}`)))
  for (const budget of [MUCH, LITTLE]) {
    const sink = new Sink()
    async function* input() {
      yield Buffer.from(`${good.join('\n')}\n`)
      yield Buffer.from('x\n')
    }
    const done = groupFiles(input(), sink, { ...asked[0]![1], budgetBytes: budget })
    await t.rejects(done, { line: 1001, message: 'line 1001: not JSON' })
    await done.catch((error) => t.ok(error instanceof BadLine))
    t.equal(sink.text, '')
  }
})

t.test('every temporary file is closed', async (t) => {
  const open: boolean[] = []
  const makeTemp = () => {
    const file = new TempFile()
    const i = open.push(true) - 1
    const close = file.close.bind(file)
    file.close = () => {
      open[i] = false
      close()
    }
    return file
  }
  const lines = someLines(300, randomFrom(1)).map((line) => `${line}\n`)
  async function* input() {
    yield Buffer.from(lines.join(''))
  }
  await groupFiles(
    input(),
    new Sink(),
    { ...asked[0]![1], budgetBytes: LITTLE },
    () => {},
    makeTemp,
  )
  t.strictSame(open, [false, false, false])
})
