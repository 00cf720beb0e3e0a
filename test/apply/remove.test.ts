import type { BigIntStats } from 'node:fs'
import { closeSync, linkSync, mkdirSync, openSync, renameSync, symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import { check } from '../../lib/apply/act.js'
import {
  discard,
  isGone,
  keeperHolds,
  putBack,
  putBackAgain,
  remove,
  sameAside,
  stillThere,
  takeAside,
} from '../../lib/apply/remove.js'
import type { Ready, Run, Scene } from '../../lib/apply/scene.js'
import { aside } from '../../lib/apply/temp-name.js'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { renameByLink } from '../../lib/fs/rename-by-link.js'
import { before, fails, placeAt, runOn } from '../helper/apply-run.js'
import { AWAY, BOTH, pair, TEMP } from '../helper/pair.js'
import { LONG_AGO, Scratch } from '../helper/scratch.js'

const disk = realDisk()
const FILE_TIME = 1_500_000_000
const kept = ['dir/', 'keep/', 'keep/keep']

/** Look, let somebody act, and remove. */
async function removal(
  t: Parameters<typeof pair>[0],
  calls: (scratch: Scratch) => Partial<Disk>,
  between: (scratch: Scratch) => unknown = () => {},
) {
  const { scratch, step } = pair(t, 'delete')
  const ready = await check(runOn(), step)
  const run = runOn(calls(scratch))
  between(scratch)
  const before = scratch.contents()
  const away = aside(ready.place, TEMP)
  const removed = keeperHolds(run, ready).then((safe) => remove(run, ready, away, safe))
  t.teardown(() => run.dirs.closeAll())
  return { scratch, removed, before }
}

t.test('the name goes, the content stays', async (t) => {
  const { scratch, removed, before } = await removal(t, () => ({}))
  await removed
  t.strictSame(scratch.names(), kept)
  t.strictSame(scratch.contents(), before)
})

type Attack = (scratch: Scratch) => unknown

const rewrite =
  (name: string, seconds: number): Attack =>
  (s) =>
    s.write(name, 'the_same_content', seconds)
const replace =
  (name: string): Attack =>
  (s) => {
    s.write('new', 'brand new content', FILE_TIME)
    disk.rename(
      { dir: dirOf(s), name: Buffer.from('new') },
      { dir: dirOf(s), name: Buffer.from(name) },
    )
  }

function dirOf(scratch: Scratch) {
  return { fd: openSync(scratch.root, 'r'), path: Buffer.from(scratch.root) }
}

// Attacks on the way: before the name is taken away, and after.
// prettier-ignore
const attacks: [name: string, attack: Attack, moment: 'renameAside' | 'unlink' | 'lstat', code: string][] = [
  ['the file is rewritten',            rewrite('dir/file', FILE_TIME), 'renameAside', 'differs'],
  ['the file grows',                   (s) => s.write('dir/file', 'more than before', 7), 'renameAside', 'changed'],
  ['another file takes its name',      replace('dir/file'),            'renameAside', 'changed'],
  ['the keeper is rewritten',          rewrite('keep/keep', LONG_AGO), 'renameAside', 'differs'],
  ['the keeper is touched',            rewrite('keep/keep', 7),        'renameAside', 'changed'],
  ['the keeper is deleted',            (s) => s.remove('keep/keep'),   'renameAside', 'gone'],
  ['the keeper is replaced',           replace('keep/keep'),           'renameAside', 'changed'],
  ['the keeper is deleted while read', (s) => s.remove('keep/keep'),   'lstat',  'gone'],
]

for (const [name, attack, moment, code] of attacks)
  t.test(`${name}: it is put back`, async (t) => {
    let done = false
    const once = (scratch: Scratch) => () => {
      if (!done) attack(scratch)
      done = true
    }
    const calls = (scratch: Scratch) => ({ [moment]: before(disk[moment] as never, once(scratch)) })
    const { scratch, removed } = await removal(t, calls)
    await t.rejects(removed, { code })
    t.ok(done, 'the attack was made')
    t.ok(scratch.exists('dir/file'))
    t.strictSame(
      scratch.names().filter((name) => name.includes('.dd-')),
      [],
    )
  })

t.test('the keeper is rewritten right after it was compared: it is put back', async (t) => {
  let reads = 0
  const { scratch, removed } = await removal(t, (s) => ({
    read: (fd, buffer, position) => {
      const read = disk.read(fd, buffer, position)
      if (++reads === 2) s.write('keep/keep', 'brand new bytes!', 7) // both files were read
      return read
    },
  }))
  await t.rejects(removed, { code: 'changed', message: 'the keeper changed while it was compared' })
  t.equal(reads, 2)
  t.equal(scratch.read('dir/file'), 'the same content')
})

t.test('who opened it for writing meanwhile is seen: it is put back', async (t) => {
  for (const nth of [1, 2]) {
    let asked = 0
    const { scratch, removed } = await removal(t, () => ({ hasWriter: () => ++asked === nth }))
    await t.rejects(removed, { code: 'busy' }, nth === 1 ? 'the file' : 'the keeper')
    t.strictSame(scratch.names(), BOTH)
  }
})

t.test('what changed since it was looked at is not even touched', async (t) => {
  const { scratch, removed } = await removal(
    t,
    () => ({ renameAside: () => t.fail('renamed') }),
    rewrite('dir/file', 7),
  )
  await t.rejects(removed, { code: 'changed' })
  t.strictSame(scratch.names(), BOTH)
})

t.test('another file takes the name meanwhile: both stay', async (t) => {
  const { scratch, removed } = await removal(t, (s) => ({
    renameAside: (from, to) => {
      disk.renameAside(from, to)
      s.write('dir/file', 'brand new content')
      s.remove('keep/keep')
    },
  }))
  await t.rejects(removed, { code: 'conflict', message: `the old one is kept as ${AWAY}` })
  t.strictSame(scratch.names(), ['dir/', `dir/${AWAY}`, 'dir/file', 'keep/'])
  t.equal(scratch.read(`dir/${AWAY}`), 'the same content')
})

// prettier-ignore
const failures: [name: string, calls: Partial<Disk>, error: { message: string }, names: string[]][] = [
  ['a rename that fails',         { renameAside: fails('EPERM') }, { message: 'EPERM: made up' },  BOTH],
  ['an unlink that fails',        { unlink: fails('EPERM') },  { message: 'EPERM: made up' },  BOTH],
  ['a read that fails',           { read: fails('EIO') },      { message: 'EIO: made up' },    BOTH],
  ['even putting back fails',     { unlink: fails('EIO'), renameNoReplace: fails('EROFS') },
    { message: `could not be put back: EROFS: made up; it is kept as ${AWAY}` }, [...kept, `dir/${AWAY}`].sort()],
]

for (const [name, calls, error, names] of failures)
  t.test(name, async (t) => {
    const { scratch, removed } = await removal(t, () => calls)
    await t.rejects(removed, error)
    t.strictSame(scratch.names(), names)
  })

t.test('the parts', async (t) => {
  const { scratch, step } = pair(t, 'delete')
  const run = runOn()
  const ready = await check(run, step)
  const fd = openSync(scratch.at('dir/file'), 'r')
  const other = openSync(scratch.at('keep/keep'), 'r')
  t.doesNotThrow(() => stillThere(run, ready, fd))
  t.throws(() => stillThere(run, ready, other), { code: 'changed' })
  t.doesNotThrow(() => sameAside(run, ready.place, fd, ready.stat))
  t.throws(() => sameAside(run, ready.keep!.place, fd, ready.stat), {
    message: 'another file took its name',
  })
  t.throws(() => sameAside(run, ready.place, other, ready.stat), { message: 'at the last moment' })
  const none = placeAt(run, scratch.at('none'))
  t.throws(() => sameAside(run, none, fd, ready.stat), { message: 'another file took its name' })
  t.throws(() => putBack(run, ready.place, ready.keep!.place), { code: 'conflict' })
  t.doesNotThrow(() => discard(run, none), 'what is gone')
  t.doesNotThrow(() => putBack(run, none, placeAt(run, scratch.at('other'))), 'is gone')
  const sick = { ...run, disk: { ...run.disk, unlink: fails('EIO') } }
  t.throws(() => discard(sick, ready.place), { message: /^could not remove file: EIO/ })
  t.strictSame([isGone(run, none), isGone(run, ready.place)], [true, false])
  t.equal(isGone({ ...run, disk: { ...run.disk, lstat: fails('EIO') } }, none), false)
  closeSync(fd)
  closeSync(other)
  run.dirs.closeAll()
})

const moveAndBack: Attack = (s) => {
  renameSync(s.at('keep/keep'), s.at('keep/other'))
  renameSync(s.at('keep/other'), s.at('keep/keep'))
}

type Sight = {
  scene?: (ready: Ready) => Partial<Scene>
  calls?: (s: Scratch) => Partial<Disk>
  meanwhile?: Attack
}

// prettier-ignore
const sights: [name: string, sight: Sight, refusal?: { code: string; message: string }][] = [
  ['as it was',                  {}],
  ['trusted: it is not read',    { scene: () => ({ trusted: true }), calls: () => ({ read: fails('EIO') }) }],
  ['it is the file itself',      { scene: ({ place, stat }) => ({ keep: { place, stat } }) },
    { code: 'one-name', message: 'which has one name only' }],
  ['it changed with the file',   { scene: ({ stat }) => ({ stat: { ...stat, dev: stat.dev + 1n } as BigIntStats }), meanwhile: moveAndBack },
    { code: 'one-file', message: 'changed with the file' }],
  ['on one device, it may',      { meanwhile: moveAndBack }],
  ['it lost its name at last',   { calls: (s) => ({ lstat: before(disk.lstat, () => s.remove('keep/keep')) }) },
    { code: 'gone', message: 'lost its name' }],
  ['another file has its name',  { calls: (s) => ({ lstat: before(disk.lstat, () => replace('keep/keep')(s)) }) },
    { code: 'gone', message: 'lost its name' }],
]

for (const [name, { scene, calls, meanwhile }, refusal] of sights)
  t.test(`does the keeper hold it? ${name}`, async (t) => {
    const { scratch, step } = pair(t, 'delete')
    const ready = await check(runOn(), step)
    const run = runOn(calls?.(scratch))
    t.teardown(() => run.dirs.closeAll())
    const safe = await keeperHolds(run, { ...ready, ...scene?.(ready) })
    await meanwhile?.(scratch)
    const fd = openSync(scratch.at('dir/file'), 'r')
    t.teardown(() => closeSync(fd))
    await (refusal ? t.rejects(safe(fd), refusal) : t.resolves(safe(fd)))
  })

t.test('what has no keeper must have no content, whatever its size says', async (t) => {
  const { scratch, step } = pair(t, 'delete')
  scratch.write('empty', '')
  const run = runOn()
  const { keep: _, ...alone } = await check(run, step)
  const safe = await keeperHolds(run, alone)
  for (const [name, holds] of [
    ['empty', true],
    ['dir/file', false],
  ] as const) {
    const fd = openSync(scratch.at(name), 'r')
    await (holds ? t.resolves(safe(fd), name) : t.rejects(safe(fd), { code: 'content' }, name))
    closeSync(fd)
  }
  run.dirs.closeAll()
})

/** `place` and `away` as somebody left them; what is there after an act, and what it said. */
function left(
  t: Test,
  make: Attack,
  act: (run: Run, away: Place, place: Place) => void,
  calls = {},
) {
  const scratch = new Scratch(t)
  make(scratch)
  const run = runOn(calls)
  const [place, away] = [placeAt(run, scratch.at('file')), placeAt(run, scratch.at('away'))]
  try {
    act(run, away, place)
    return { scratch, code: '' }
  } catch (error) {
    return { scratch, code: String((error as NodeJS.ErrnoException).code) }
  } finally {
    run.dirs.closeAll()
  }
}

const twice: Attack = (s) => [s.write('file'), linkSync(s.at('file'), s.at('away'))]

// prettier-ignore
const taken: [name: string, make: Attack, names: string[], away: string | undefined][] = [
  ['a file',                           (s) => s.write('file'),                           ['away'], 'file'],
  ['nothing',                          () => {},                                         [], undefined],
  ['it was taken before',              (s) => s.write('away', 'mine'),                   ['away'], 'mine'],
  ['it was taken by half: two names',  twice,                                            ['away'], 'file'],
  ['it was taken by half: a claim',    (s) => [s.write('file'), s.write('away', '')],    ['away'], 'file'],
  ['an empty one, by half',            (s) => [s.write('file', ''), s.write('away', '')], ['away'], ''],
  ['another file came after it',       (s) => [s.write('file'), s.write('away', 'mine')], ['away', 'file'], 'mine'],
  ['a claim is all that there is',     (s) => s.write('away', ''),                       ['away'], ''],
  ['a directory waits there',          (s) => [s.write('file'), mkdirSync(s.at('away'))], ['away/', 'file'], undefined],
  ['a symlink',                        (s) => symlinkSync('x', s.at('file')),            ['away -> x'], undefined],
]

for (const [name, make, names, away] of taken)
  t.test(`taken out of reach: ${name}`, async (t) => {
    const { scratch, code } = left(t, make, (run, away, place) => takeAside(run, place, away))
    t.strictSame([code, scratch.names()], ['', names])
    if (away !== undefined) t.equal(scratch.read('away'), away)
  })

// prettier-ignore
const given: [name: string, make: Attack, names: string[], code: string, file: string | undefined][] = [
  ['its name is free',                 (s) => s.write('away'),                           ['file'], '', 'away'],
  ['an empty one, and it is free',     (s) => s.write('away', ''),                       ['file'], '', ''],
  ['its name is held by a claim',      (s) => [s.write('file', ''), s.write('away')],    ['file'], '', 'away'],
  ['somebody has its name',            (s) => [s.write('file', 'his'), s.write('away')], ['away', 'file'], 'conflict', 'his'],
  ['an empty file of two names has it', (s) => [s.write('file', ''), linkSync(s.at('file'), s.at('his')), s.write('away')], ['away', 'file', 'his'], 'conflict', ''],
  ['a directory has it',               (s) => [mkdirSync(s.at('file')), s.write('away')], ['away', 'file/'], 'conflict', undefined],
  ['a symlink has it',                 (s) => [symlinkSync('x', s.at('file')), s.write('away')], ['away', 'file -> x'], 'conflict', undefined],
  ['both are empty: who knows whose',  (s) => [s.write('file', ''), s.write('away', '')], ['away', 'file'], 'conflict', ''],
  ['it was given back before',         (s) => s.write('file'),                           ['file'], '', 'file'],
]

for (const [name, make, names, code, file] of given)
  for (const [way, calls] of [
    ['at once', {}],
    ['without renameat2', { renameNoReplace: byClaim }],
  ] as const)
    t.test(`given back in a recovery, ${way}: ${name}`, async (t) => {
      const played = left(t, make, putBackAgain, calls)
      t.strictSame([played.code, played.scratch.names()], [code, names])
      if (file !== undefined) t.equal(played.scratch.read('file'), file)
    })

function byClaim(from: Place, to: Place): void {
  renameByLink({ ...disk, link: fails('EPERM') }, from, to)
}

t.test('a claim that cannot be removed: the file keeps its temporary name', async (t) => {
  const make: Attack = (s) => [s.write('file', ''), s.write('away')]
  const { scratch, code } = left(t, make, putBackAgain, { unlink: fails('EIO') })
  t.strictSame(
    [code, scratch.names(), scratch.read('away')],
    ['stranded', ['away', 'file'], 'away'],
  )
})
