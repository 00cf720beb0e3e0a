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

t.test('with a keeper on another device, its name is free while that is looked at', async (t) => {
  const { scratch, step } = pair(t, 'symlink')
  const there: boolean[] = []
  const run = runOn({
    exchange: () => t.fail('exchanged') as never,
    open: before(disk.open, () => there.push(scratch.exists('dir/file'))),
  })
  t.teardown(() => run.dirs.closeAll())
  const { keep, stat, ...ready } = await check(run, step)
  const elsewhere = { ...stat, dev: stat.dev + 1n }
  const fresh = staged(ready.place, TEMP)
  stageSymlink(run, step.keep!, fresh)
  there.length = 0
  const scene = { ...ready, keep: keep!, stat: elsewhere }
  await t.rejects(replace(run, scene, fresh, aside(ready.place, TEMP)), { code: 'changed' })
  t.strictSame(there, [true], 'this made-up device is no longer what was looked at')
  t.strictSame(scratch.names(), BOTH)
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
