// What could not be read, or is not what was listed, is equal to nothing: whatever fails, and whenever.
import t from 'tap'
import { failure, made, MadeFiles, type Call, type Made } from '../helper/made-files.js'
import { PAIRS } from '../helper/dupes-crew.js'
import { naiveDupes } from '../helper/naive-dupes.js'
import { known, madeSearch, pathsOf, type MadeAsked } from '../helper/made-search.js'

const LONG = 300_000

/** Three classes, of which each is read in another way. */
const files = [
  made('/short/1', { size: 5000 }),
  made('/short/2', { size: 5000 }),
  made('/short/3', { size: 5000 }),
  made('/short/4', { size: 5000, but: { 4999: 9 } }),
  made('/long/1', { size: LONG }),
  made('/long/2', { size: LONG }),
  made('/long/3', { size: LONG }),
  made('/long/4', { size: LONG, but: { 100_000: 9 } }),
  made('/slow/1', { size: LONG + 1, dev: 9n }),
  made('/slow/2', { size: LONG + 1, dev: 9n }),
  made('/slow/3', { size: LONG + 1, dev: 9n }),
]

const ALL = ['/slow/1 /slow/2 /slow/3', '/long/1 /long/2 /long/3', '/short/1 /short/2 /short/3']

const hashes = new Map(known(files).map(({ record, hash }) => [record.path!, hash]))

const isShort = (path: string) => path.startsWith('/short/')

const laneOf = (dev: bigint) => (dev === 9n ? 'sda' : '')

async function run(fs: MadeFiles, given = files, asked: MadeAsked = {}) {
  const found = await madeSearch(given, { fs, laneOf, ...asked }) // prettier-ignore
  const isFew = asked.wanted?.isFew === true
  const groups = isFew ? [] : pathsOf(found.text).map((paths) => paths.join(' '))
  t.equal(fs.asked.open, 0, 'nothing stays open')
  return { ...found, groups }
}

const without = (path: string) => ALL.map((group) => group.split(' ').filter((name) => name !== path).join(' ')) // prettier-ignore

/** Groups in which a file is that has another content than it was listed with. */
function wrongGroups(text: string, mayBe: string): string[] {
  const groups = text.split('\n').filter(Boolean).map((line) => JSON.parse(line)) // prettier-ignore
  return groups.flatMap(({ hash, files }) =>
    files
      .map(({ path }: { path: string }) => path)
      .filter((path: string) => hashes.get(path) !== hash && path !== mayBe),
  )
}

/** Once for each call that a search makes: `act` is done before it. */
async function atEachCall(act: (fs: MadeFiles, call: Call) => void) {
  const seen: { call: Call; fs: MadeFiles; after: Call[]; ran: Awaited<ReturnType<typeof run>> }[] = [] // prettier-ignore
  for (let bad = 0; ; bad++) {
    const fs = new MadeFiles(files)
    const after: Call[] = []
    let calls = 0
    let at: Call | undefined
    fs.onCall = (call) => {
      if (at !== undefined) after.push(call)
      if (calls++ !== bad) return
      at = call
      act(fs, call)
    }
    const ran = await run(fs)
    if (at === undefined) return seen
    seen.push({ call: at, fs, after, ran })
  }
}

t.test('as it is', async (t) => {
  const { groups, faults } = await run(new MadeFiles(files))
  t.strictSame(groups, ALL)
  t.strictSame(faults, [])
})

t.test(
  'each call fails once: one long file at the most is missing, and that is told',
  async (t) => {
    const seen = await atEachCall(() => {
      throw failure('EIO')
    })
    t.strictSame([...new Set(seen.map(({ call }) => call.name))].sort(), ['close', 'fstat', 'open', 'read']) // prettier-ignore
    let told = 0
    for (const { call, ran } of seen) {
      const { groups, faults, text } = ran
      const isWhole = String(groups) === String(ALL) && faults.length === 0
      if (isShort(call.path) && !isWhole) t.fail(`${call.name} of ${call.path}: it is read again`)
      // Of one that no other is like, nothing but the fault is to be seen.
      const isMissing = String(groups) === String(without(call.path)) && String(faults) === `read ${call.path}: EIO` // prettier-ignore
      if (!isWhole && !isMissing) t.fail(`${call.name} of ${call.path} from ${call.from}: ${groups}, ${faults}`) // prettier-ignore
      t.strictSame(wrongGroups(text, ''), [])
      told += faults.length
    }
    const short = seen.filter(({ call }) => isShort(call.path)).length
    t.equal(short, 4 * 4, 'open, read, fstat and close of each')
    t.ok(seen.length > 70 && told > 30, `${told} faults at ${seen.length} calls`)
  },
)

t.test('a short file whose call fails, and one more when it is read again', async (t) => {
  const short = files.filter(({ path }) => isShort(path))
  for (const [first, path] of ['open', 'read', 'fstat', 'close'].flatMap((name) =>
    short.map(({ path }) => [name, path] as const),
  ))
    // prettier-ignore
    for (const second of ['open', 'read', 'fstat', 'close', 'none'])
      for (const isFew of [false, true]) {
        const fs = new MadeFiles(short)
        const failed: string[] = []
        let opens = 0
        fs.onCall = (call) => {
          if (call.path !== path) return
          if (call.name === 'open') opens++
          if (call.name !== [first, second][opens - 1]) return
          failed.push(call.name)
          throw failure('EIO')
        }
        const { text, faults } = await run(fs, short, { wanted: { isFew } })
        const isGone = second !== 'none'
        t.strictSame(failed, isGone ? [first, second] : [first])
        t.strictSame(faults, isGone ? [`read ${path}: EIO`] : [])
        const read = known(short.filter((file) => !isGone || file.path !== path))
        t.equal(text, naiveDupes(read, { ...PAIRS, isFew }), `${first}, then ${second} of ${path}`)
        t.equal(opens, 2)
      }
})

t.test('a short file that becomes another between both reads of it', async (t) => {
  const short = files
    .filter(({ path }) => isShort(path))
    .map((file) => ({ ...file, root: file.path }))
  // prettier-ignore
  const becomes: [what: string, act: (fs: MadeFiles, path: string) => void, fault: string][] = [
    ['it is written',            (fs, path) => fs.change(path, { byte: 7, mtimeNs: 5n, ctimeNs: 5n }), 'changed since it was listed'],
    ['it is cut',                (fs, path) => fs.change(path, { size: 9, mtimeNs: 5n, ctimeNs: 5n }), 'changed since it was listed'],
    ['another is put there',     (fs, path) => fs.replace(path, {}),                                   'was replaced by another file since it was listed'],
    ['it is removed',            (fs, path) => fs.remove(path),                                        'ENOENT'],
  ]
  for (const [what, act, fault] of becomes)
    for (const { path } of short)
      for (const wanted of [
        { isFew: false },
        { isFew: true },
        { isolate: true },
        { hardLinks: true },
      ]) {
        const fs = new MadeFiles(short)
        let opens = 0
        fs.onCall = (call) => {
          if (call.name !== 'open' || call.path !== path || ++opens > 1) return
          act(fs, path)
          throw failure('EINTR')
        }
        const { text, faults } = await run(fs, short, { wanted })
        const read = known(short.filter((file) => file.path !== path))
        t.equal(text, naiveDupes(read, { ...PAIRS, ...wanted }), `${what}: ${path}`)
        t.strictSame(faults, [`read ${path}: ${fault}`])
      }
})

t.test('written with its time put back: a group tells of what is there now', async (t) => {
  const short = files.filter(({ path }) => isShort(path))
  for (const isFew of [false, true]) {
    const fs = new MadeFiles(short)
    fs.change('/short/2', { but: { 4999: 9 }, ctimeNs: 5n })
    const { text, faults } = await run(fs, short, { wanted: { isFew } })
    const now = short.map((file) => ({ ...file, but: '24'.includes(file.path.at(-1)!) ? { 4999: 9 } : {} })) // prettier-ignore
    t.equal(text, naiveDupes(known(now), { ...PAIRS, isFew }))
    t.strictSame(faults, [])
  }
})

t.test(
  'one that cannot be read: the others, each unlike all, are not told to be alone',
  async (t) => {
    // Its other name can be, and is equal to one of them.
    const given = [
      made('/a', { ino: 5n, nlink: 2 }),
      made('/b', { ino: 5n, nlink: 2 }),
      made('/like'),
      made('/unlike', { byte: 2 }),
    ]
    for (const isFew of [false, true]) {
      const fs = new MadeFiles(given)
      fs.remove('/a')
      const { text, faults } = await run(fs, given, { wanted: { isFew } })
      t.equal(text, naiveDupes(known(given.slice(1)), { ...PAIRS, isFew }))
      t.strictSame(faults, ['read /a: ENOENT'])
    }
  },
)

t.test('no descriptor is left for a while: all are read again, then told', async (t) => {
  const short = files.filter(({ path }) => isShort(path))
  for (const failures of [1, 4, 5, 7, 8]) {
    const fs = new MadeFiles(short)
    let opens = 0
    fs.onCall = ({ name }) => {
      if (name === 'open' && opens++ < failures) throw failure('EMFILE')
    }
    const { text, faults } = await run(fs, short)
    const bad = short.slice(0, Math.max(0, failures - 4))
    t.strictSame(faults, bad.map(({ path }) => `read ${path}: EMFILE`)) // prettier-ignore
    t.equal(text, naiveDupes(known(short.slice(bad.length)), PAIRS))
  }
})

for (const { path } of files)
  for (const name of ['open', 'read'] as const)
    t.test(
      `each ${name} of ${path} fails: it is told once, the others have their groups`,
      async (t) => {
        const fs = new MadeFiles(files)
        fs.onCall = (call) => {
          if (call.name === name && call.path === path) throw failure('EACCES')
        }
        const { groups, faults } = await run(fs)
        t.strictSame(groups, without(path))
        t.strictSame(faults, [`read ${path}: EACCES`])
      },
    )

// prettier-ignore
const pairs: [what: string, from: number, bad: string[]][] = [
  ['two short files, at once',             1, ['/short/1', '/short/3']],
  ['two long files, at once',              1, ['/long/1', '/long/3']],
  ['two long files, when read whole',      2, ['/long/1', '/long/3']],
  ['two on a slow disk, when read whole',  2, ['/slow/1', '/slow/2']],
  ['all of them, at once',                 1, files.map(({ path }) => path)],
  ['all of them that are read twice',      2, files.map(({ path }) => path).filter((path) => !isShort(path))],
]

for (const [what, from, bad] of pairs)
  t.test(`${what} fail: they are not equal for that, nor unlike all others`, async (t) => {
    for (const isFew of [false, true]) {
      const fs = new MadeFiles(files)
      const opens = new Map<string, number>()
      fs.onCall = ({ name, path }) => {
        if (name !== 'open') return
        opens.set(path, (opens.get(path) ?? 0) + 1)
        if (bad.includes(path) && opens.get(path)! >= from) throw failure('EIO')
      }
      const read = known(files.filter(({ path }) => !bad.includes(path)))
      const { text, faults } = await madeSearch(files, { fs, laneOf, wanted: { isFew } })
      t.equal(text, naiveDupes(read, { ...PAIRS, isFew }))
      t.strictSame(faults.sort(), bad.map((path) => `read ${path}: EIO`).sort())
    }
  })

type Change = (file: Made) => Partial<Made>

const NOW = { mtimeNs: 5n, ctimeNs: 5n }

// prettier-ignore
const changes: [what: string, change: Change, isReplaced?: true][] = [
  ['it grows',                               ({ size }) => ({ size: size + 1, ...NOW })],
  ['it shrinks by a byte',                   ({ size }) => ({ size: size - 1, ...NOW })],
  ['it is cut to nothing',                   () => ({ size: 0, ...NOW })],
  ['it is touched',                          () => NOW],
  ['it is written',                          () => ({ byte: 7, ...NOW })],
  ['its last byte is written',               ({ size }) => ({ but: { [size - 1]: 7 }, ...NOW })],
  ['another of the same bytes is put there', () => ({}), true],
  ['another is put there',                   () => ({ byte: 7 }), true],
]

for (const [what, change, isReplaced] of changes)
  t.test(`${what}, before each call that is made of it`, async (t) => {
    const seen = await atEachCall((fs, { path }) => {
      const fields = change(files.find((file) => file.path === path)!)
      if (isReplaced) fs.replace(path, fields)
      else fs.change(path, fields)
    })
    for (const { call, after, ran } of seen) {
      const { path } = call
      const { groups, faults, text } = ran
      const say = (wrong: string) => t.fail(`${call.name} of ${path} from ${call.from}: ${wrong}`)
      const isIn = groups.some((group) => group.split(' ').includes(path))
      // Who has the old file open goes on with that.
      const isSeen = after.some((other) => other.path === path && other.name === (isReplaced ? 'open' : 'fstat')) // prettier-ignore
      const isLooked = isSeen || call.name === (isReplaced ? 'open' : 'fstat')
      if (isLooked && isIn) say(`it is in a group: ${groups}`)
      if (!isIn && String(groups) !== String(without(path))) say(`others have lost theirs: ${groups}`) // prettier-ignore
      if (faults.some((fault) => !fault.startsWith(`read ${path}: `))) say(`faults: ${faults}`)
      if (faults.length > 1) say(`told more than once: ${faults}`)
      const isSame = change({ ...made('/'), size: 5 }).byte === undefined
      if (isSame && isLooked && isReplaced && !path.endsWith('4') && faults.length !== 1) say('nothing was told') // prettier-ignore
      if (wrongGroups(text, '').length > 0) say(text)
    }
    t.ok(seen.length > 70, `${seen.length} calls`)
  })

t.test('a file that is touched is told, though its bytes are the same', async (t) => {
  for (const path of ['/short/2', '/long/2', '/slow/2']) {
    const fs = new MadeFiles(files)
    fs.change(path, { mtimeNs: 5n })
    const { groups, faults } = await run(fs)
    t.strictSame(groups, without(path))
    t.strictSame(faults, [`read ${path}: changed since it was listed`])
  }
})

t.test('a link more since it was listed is no change', async (t) => {
  const fs = new MadeFiles(files)
  for (const path of ['/short/2', '/long/2', '/slow/2']) fs.change(path, { ctimeNs: 5n })
  const { groups, faults } = await run(fs)
  t.strictSame(groups, ALL)
  t.strictSame(faults, [])
})

/** Names of one inode, and another file of the same content. They are tried in the order a, c, b. */
const linked = (size: number) => [
  ...['/a', '/b', '/c'].map((path) => made(path, { size, ino: 5n, nlink: 3 })),
  made('/other', { size }),
]

// prettier-ignore
const names: [bad: string, groups: string[], faults: string][] = [
  ['',     ['/a /b /c /other'], ''],
  ['b',    ['/a /b /c /other'], ''],
  ['a',    ['/b /c /other'],    'a'],
  ['ac',   ['/b /other'],       'ac'],
  ['ab',   ['/b /c /other'],    'a'],
  ['abc',  [],                  'acb'],
]

for (const [size, from] of [
  [5000, 1],
  [LONG, 1],
  [LONG, 2],
] as const)
  // prettier-ignore
  for (const [bad, groups, faulty] of names)
      t.test(
        `${size} bytes, from open ${from} on these names are gone: ${bad || 'none'}`,
        async (t) => {
          const given = linked(size)
          const fs = new MadeFiles(given)
          const opens = new Map<string, number>()
          fs.onCall = ({ name, path }) => {
            if (name !== 'open') return
            opens.set(path, (opens.get(path) ?? 0) + 1)
            // Whoever was not sampled is met in the second round for the first time.
            const isSecond = opens.get('/other')! >= 2 || opens.get(path)! >= from
            if (bad.includes(path[1]!) && path !== '/other' && isSecond) throw failure('ENOENT')
          }
          const { groups: found, faults } = await run(fs, given)
          t.strictSame(found, groups)
          t.strictSame(faults, [...faulty].map((name) => `read /${name}: ENOENT`)) // prettier-ignore
        },
      )

t.test('names of one inode where that may be several files: each is read', async (t) => {
  const given = linked(LONG)
  const fs = new MadeFiles(given)
  fs.change('/b', { but: { 200_000: 9 } })
  fs.remove('/c')
  const { groups, faults } = await run(fs, given, { isTrusted: () => false })
  t.strictSame(groups, ['/a /other'])
  t.strictSame(faults, ['read /c: ENOENT'])
})
