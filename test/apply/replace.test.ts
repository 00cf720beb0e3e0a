import type { BigIntStats } from 'node:fs'
import t from 'tap'
import { check } from '../../lib/apply/act.js'
import { putInPlace, replace, swapBack } from '../../lib/apply/replace.js'
import { stageLink, stageSymlink } from '../../lib/apply/stage.js'
import { aside, staged } from '../../lib/apply/temp-name.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, errno, fails, placeAt, plainDisk, runOn } from '../helper/apply-run.js'
import { noNative } from '../helper/native.js'
import { AWAY, BOTH, pair, TEMP } from '../helper/pair.js'
import { LONG_AGO, Scratch } from '../helper/scratch.js'

const disk = realDisk()
const FILE_TIME = 1_500_000_000

/** Both ways to take a name: exchange, and rename aside. */
const WAYS: [name: string, calls: Partial<Disk>][] = [
  ['exchange', {}],
  ['aside', { exchange: undefined as never }],
  ['exchange is refused', { exchange: fails('EINVAL') }],
  ['it is not known', { exchange: fails('ENOSYS') }],
]

const ways = noNative ? WAYS.slice(1) : WAYS
if (noNative) t.test('exchange', { skip: noNative }, async () => {})

/** Stage a link to the keeper and put it in the place of the file. */
async function replacement(
  t: Parameters<typeof pair>[0],
  calls: Partial<Disk>,
  between = (_: Scratch) => {},
) {
  const { scratch, step } = pair(t, 'hardlink')
  const run = runOn(calls)
  t.teardown(() => run.dirs.closeAll())
  const ready = await check(run, step)
  const fresh = staged(ready.place, TEMP)
  stageLink(run, ready.keep!.place, ready.keep!.stat, fresh)
  between(scratch)
  const content = scratch.read('dir/file')
  return { scratch, ready, content, replaced: replace(run, ready, fresh, aside(ready.place, TEMP)) }
}

for (const [way, calls] of ways) {
  t.test(`${way}: the name is the keeper's now`, async (t) => {
    const absent: string[] = []
    const watch = (scratch: Scratch) => () => {
      if (!scratch.exists('dir/file')) absent.push('dir/file')
    }
    const box: { scratch?: Scratch } = {}
    const unlink = before(disk.unlink, () => watch(box.scratch!)())
    const { scratch, replaced } = await replacement(
      t,
      { ...calls, unlink },
      (s) => (box.scratch = s),
    )
    await replaced
    t.strictSame(scratch.names(), BOTH)
    t.equal(scratch.stat('dir/file').ino, scratch.stat('keep/keep').ino)
    t.strictSame(absent, [], 'and there is one before the old file is removed')
  })

  // prettier-ignore
  const attacks: [name: string, attack: (scratch: Scratch) => unknown, code: string][] = [
    ['the file is rewritten',    (s) => s.write('dir/file', 'the_same_content', FILE_TIME), 'differs'],
    ['the file grew',            (s) => s.write('dir/file', 'the same content!'), 'changed'],
    ['the keeper is rewritten',  (s) => s.write('keep/keep', 'the_same_content', LONG_AGO), 'differs'],
    ['the keeper lost its name', (s) => s.remove('keep/keep'), 'gone'],
  ]
  for (const [name, attack, code] of attacks)
    t.test(`${way}: ${name}`, async (t) => {
      const { scratch, ready, content, replaced } = await replacement(t, calls, attack)
      await t.rejects(replaced, { code })
      t.equal(scratch.stat('dir/file').ino, ready.stat.ino, 'it has its name again')
      t.equal(scratch.read('dir/file'), content)
      t.notMatch(scratch.names().join(), '.dd-')
    })

  t.test(`${way}: another file takes the name meanwhile: both stay`, async (t) => {
    let box: Scratch | undefined
    const attack = () => {
      const [scratch, steal] = [box, box !== undefined]
      box = undefined
      if (!steal || !scratch) return
      if (scratch.exists('dir/file')) scratch.remove('dir/file')
      scratch.write('dir/file', 'brand new content')
      scratch.remove('keep/keep')
    }
    const read = before(disk.read, () => attack())
    const { scratch, replaced } = await replacement(t, { ...calls, read }, (s) => (box = s))
    await t.rejects(replaced, { code: 'conflict' })
    t.equal(scratch.read('dir/file'), 'brand new content')
    t.equal(scratch.contents().size, 2, 'the old content is kept too')
  })

  for (const code of ['EPERM', 'EIO'])
    t.test(`${way}: ${code} when the old file is removed`, async (t) => {
      let unlinks = 0
      const unlink: Disk['unlink'] = (place) => {
        if (++unlinks === 1) throw errno(code)
        disk.unlink(place)
      }
      const { scratch, replaced } = await replacement(t, { ...calls, unlink })
      await t.rejects(replaced)
      t.ok(scratch.exists('dir/file'))
      t.equal(scratch.contents().size, 1)
    })
}

t.test('a name that cannot be taken is left as it is', async (t) => {
  const refusing: Partial<Disk>[] = [
    { exchange: fails('EPERM') },
    { exchange: undefined as never, renameAside: fails('EPERM') },
  ]
  for (const calls of refusing) {
    const { scratch, ready, replaced } = await replacement(t, calls)
    await t.rejects(replaced, { code: 'EPERM' })
    t.strictSame(scratch.names(), BOTH)
    t.equal(scratch.stat('dir/file').ino, ready.stat.ino)
  }
})

t.test('what somebody put at the temporary name is not removed', async (t) => {
  const put = (s: Scratch) => {
    s.remove(`dir/${TEMP}`)
    s.write(`dir/${TEMP}`, 'precious')
  }
  const box: { scratch?: Scratch } = {}
  const exchange = () => {
    put(box.scratch!)
    throw errno('EIO')
  }
  const { scratch, replaced } = await replacement(t, { exchange }, (s) => (box.scratch = s))
  await t.rejects(replaced, { code: 'EIO' })
  t.equal(scratch.read(`dir/${TEMP}`), 'precious')
  t.equal(scratch.read('dir/file'), 'the same content')
})

t.test('the last rename fails, and was done: the file gets its name back', async (t) => {
  const renameNoReplace = (...[from, to]: Parameters<Disk['renameNoReplace']>) => {
    disk.renameNoReplace(from, to)
    throw errno('EIO')
  }
  const calls = { exchange: undefined as never, renameNoReplace }
  const { scratch, ready, replaced } = await replacement(t, calls)
  await t.rejects(replaced, { code: 'EIO' })
  t.strictSame(scratch.names(), BOTH)
  t.equal(scratch.stat('dir/file').ino, ready.stat.ino)
})

t.test('with a keeper on another device, its name is free while that is looked at', async (t) => {
  const { scratch, step } = pair(t, 'symlink')
  const { ino } = scratch.stat('dir/file')
  const elsewhere = <Stat extends BigIntStats | undefined>(stat: Stat) =>
    stat?.ino === ino ? Object.assign(stat, { dev: stat.dev + 1n }) : stat
  const there: boolean[] = []
  const run = runOn({
    exchange: () => t.fail('exchanged') as never,
    open: before(disk.open, () => there.push(scratch.exists('dir/file'))),
    lstat: (place) => elsewhere(disk.lstat(place)),
    fstat: (fd) => elsewhere(disk.fstat(fd)),
  })
  t.teardown(() => run.dirs.closeAll())
  const ready = await check(run, step)
  const fresh = staged(ready.place, TEMP)
  stageSymlink(run, step.keep!, fresh)
  there.length = 0
  await replace(run, ready, fresh, aside(ready.place, TEMP))
  t.strictSame([there[0], there.at(-1)], [true, false], 'before, and when it is compared')
  t.strictSame(scratch.names(), [
    'dir/',
    `dir/file -> ${scratch.root}/keep/keep`,
    'keep/',
    'keep/keep',
  ])
})

t.test('the new thing lost its name', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const run = runOn()
  const place = (name: string) => placeAt(run, scratch.at(name))
  const put = putInPlace(run, place('a'), place(TEMP), place(AWAY), async () => {})
  await t.rejects(put, { code: 'changed' })
  t.strictSame(scratch.names(), ['a'])
  run.dirs.closeAll()
})

t.test('swapping back', async (t) => {
  for (const calls of [realDisk(), plainDisk()]) {
    const scratch = new Scratch(t)
    scratch.write('old', 'old')
    scratch.write('name', 'made')
    const run = runOn({ exchange: undefined as never, ...calls })
    const place = (name: string) => placeAt(run, scratch.at(name))
    const made = scratch.stat('name')
    swapBack(run, place('name'), place('old'), made)
    t.strictSame(scratch.names(), ['name'])
    t.equal(scratch.read('name'), 'old')
    scratch.write('old', 'older')
    t.throws(() => swapBack(run, place('name'), place('old'), made), { code: 'conflict' })
    t.strictSame([scratch.read('name'), scratch.read('old')], ['old', 'older'])
    const failing = { ...run, disk: { ...run.disk, exchange: fails('EIO') } }
    const now = scratch.stat('name')
    t.throws(() => swapBack(failing, place('name'), place('old'), now), { message: 'kept as old' })
    run.dirs.closeAll()
  }
})

/** The calls to swap back with, when `old` and `name` are there, and who acts meanwhile. */
type Meanwhile = (s: Scratch) => Partial<Disk>

const exchangeAnd =
  (act: (s: Scratch) => unknown): Meanwhile =>
  (s) => ({
    exchange: (from, to) => {
      disk.rename(from, { ...from, name: Buffer.from('x') })
      disk.rename(to, from)
      disk.rename({ ...from, name: Buffer.from('x') }, to)
      act(s)
    },
  })

// prettier-ignore
const swaps: [name: string, calls: Meanwhile, made: object, code: string | undefined, old: string, now: string][] = [
  ['it is as it was made',             exchangeAnd(() => {}),                               {},              undefined,  '', 'old'],
  ['it has the inode of what we made', exchangeAnd(() => {}),                               { mtimeNs: 1n }, 'conflict', 'old', 'made'],
  ['it is a link, of another time now', (s) => (s.link('too', 'name'), {}),                { mtimeNs: 1n }, undefined, '', 'old'],
  ['its name is free',                 (s) => (s.remove('name'), {}),                       {},              'conflict', 'old', ''],
  ['the kernel has no exchange',       () => ({ exchange: fails('ENOSYS') }),               {},              undefined,  '', 'old'],
  ['it failed, and was done',          () => ({ exchange: (from) => (disk.unlink(from), fails('EIO')()) }), {}, undefined, '', 'made'],
  ['another came before the exchange', exchangeAnd((s) => s.write('old', 'precious', 9)),   {},              'conflict', 'precious', 'old'],
  ['ours was removed meanwhile',       exchangeAnd((s) => s.remove('old')),                 {},              undefined,  '', 'old'],
]

for (const [name, calls, change, code, old, now] of swaps)
  t.test(`swapping back: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('old', 'old')
    scratch.write('name', 'made')
    const made = Object.assign(scratch.stat('name'), change)
    const run = runOn({ ...calls(scratch) })
    t.teardown(() => run.dirs.closeAll())
    const swap = () =>
      swapBack(run, placeAt(run, scratch.at('name')), placeAt(run, scratch.at('old')), made)
    if (code) t.throws(swap, { code })
    else t.doesNotThrow(swap)
    const content = (name: string) => (scratch.exists(name) ? scratch.read(name) : '')
    t.strictSame([content('old'), content('name')], [old, now])
  })
