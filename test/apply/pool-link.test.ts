import { appendFileSync, mkdirSync, renameSync, unlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import { check } from '../../lib/apply/act.js'
import { dropLink, lostItsLink, poolLink } from '../../lib/apply/pool-link.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, fails, runOn, placeAt } from '../helper/apply-run.js'
import { AWAY, TEMP } from '../helper/pair.js'
import { CONTENT, NAMES, poolPair, type Deed } from '../helper/pool-pair.js'

const LINKED = ['a/', 'a/k', 'a/s/', 'a/s/t/', 'a/s/t/d', 'b/', 'b/s/', 'b/s/t/', 'c/', 'c/other']
const BOTH = [...LINKED, 'b/s/t/d'].sort()
const disk = realDisk()

/** Look, let something happen, then act. */
async function play(t: Test, calls: Parameters<typeof runOn>[0] = {}, deed: Deed = () => {}) {
  const { scratch, step, link } = poolPair(t)
  const run = runOn(calls)
  t.teardown(() => run.dirs.closeAll())
  const ready = await check(run, step)
  deed(scratch)
  const marks: string[] = []
  const act = () => poolLink(run, ready, TEMP, (status) => marks.push(status))
  return { scratch, link, run, ready, marks, act }
}

t.test('a name goes from drive to drive', async (t) => {
  const { scratch, act, marks } = await play(t)
  const { mtimeNs } = scratch.stat('b/s/t')
  t.equal(await act(), 'LINKED')
  t.strictSame(marks, ['STAGED', 'ASIDE', 'DELETED'])
  t.equal(scratch.stat('a/s/t').mtimeNs, mtimeNs, 'its directory looks as the other did')
  t.strictSame(scratch.names(), LINKED)
  t.equal(scratch.stat('a/s/t/d').ino, scratch.stat('a/k').ino)
})

t.test('the link is durable before the file goes', async (t) => {
  const done: unknown[] = []
  const sync = before(disk.sync, (fd) => done.push(disk.fstat(fd).ino))
  const unlink = before(disk.unlink, () => done.push('unlink'))
  const { scratch, act } = await play(t, { sync, unlink })
  mkdirSync(scratch.at('a/s/t'), { recursive: true })
  await act()
  const synced = done.indexOf(scratch.stat('a/s/t').ino)
  t.ok(synced >= 0 && synced < done.indexOf('unlink'))
})

t.test('a lost name is linked again, and nothing is to be removed', async (t) => {
  const { scratch, step } = poolPair(t, { why: 'lost' })
  scratch.remove('b/s/t/d')
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const marks: string[] = []
  const done = poolLink(run, await check(run, step), TEMP, (status) => marks.push(status))
  t.equal(await done, 'LINKED')
  t.strictSame([scratch.names(), marks], [LINKED, ['STAGED']])
})

t.test('a step without a keeper, or without branches', async (t) => {
  const { run, ready } = await play(t)
  const { keep: _, ...alone } = ready
  const { branches: __, ...step } = ready.step
  for (const one of [alone, { ...ready, step }])
    await t.rejects(
      poolLink(run, one, TEMP, () => t.fail('staged')),
      { code: 'no-keeper' },
    )
})

// In the moment before a call; what must be left when it is over.
// prettier-ignore
const races: [name: string, call: 'link' | 'renameAside' | 'unlink', deed: Deed, says: RegExp, left: string[]][] = [
  ['the keeper is replaced before the link',   'link',   (s) => replace(s, 'a/k'),               /another file took the name of the keeper/, BOTH],
  ['the file is written to before it goes',    'renameAside', (s) => s.write('b/s/t/d', 'x'.repeat(16)), /changed/,                             BOTH],
  ['the keeper is written to before it goes',  'renameAside', (s) => s.write('a/k', 'THE SAME CONTENT'), /its bytes differ from the keeper|the keeper changed/, BOTH],
  ['the link is taken away before that', 'renameAside', (s) => unlinkSync(s.at('a/s/t/d')), /its link is gone/, BOTH.filter((name) => name !== 'a/s/t/d')],
  ['the link is taken away at the end',        'unlink', (s) => unlinkSync(s.at('a/s/t/d')),     /its link was taken away at the last moment/, LINKED.filter((name) => name !== 'a/s/t/d')],
]

function replace(scratch: Parameters<Deed>[0], name: string): void {
  scratch.write(`${name}2`, CONTENT)
  renameSync(scratch.at(`${name}2`), scratch.at(name))
}

for (const [name, call, deed, says, left] of races)
  t.test(name, async (t) => {
    let scratch: Parameters<Deed>[0] | undefined
    let done = false
    const once = () => {
      if (!done && scratch) deed(scratch)
      done = true
    }
    const played = await play(t, { [call]: before(disk[call] as typeof disk.unlink, once) })
    scratch = played.scratch
    await t.rejects(played.act(), { message: says })
    t.strictSame(scratch.names(), left)
  })

t.test('what takes the name of a fresh link stays', async (t) => {
  const played: { scratch?: Parameters<Deed>[0] } = {}
  const link: typeof disk.link = (from, to) => {
    disk.link(from, to)
    played.scratch?.write('new', 'precious')
    played.scratch && renameSync(played.scratch.at('new'), played.scratch.at('a/s/t/d'))
  }
  const { scratch, act } = await play(t, { link })
  played.scratch = scratch
  await t.rejects(act(), { message: /another file took the name of the keeper, or of its link/ })
  t.strictSame([scratch.read('a/s/t/d'), scratch.read('b/s/t/d')], ['precious', CONTENT])
})

t.test('a fresh link is taken away at once', async (t) => {
  const link: typeof disk.link = (from, to) => {
    disk.link(from, to)
    disk.unlink(to)
  }
  const { act } = await play(t, { link })
  await t.rejects(act(), { code: 'changed' })
})

t.test('a link that cannot be made leaves the file alone', async (t) => {
  const { scratch, act, marks } = await play(t, { link: fails('EMLINK') })
  await t.rejects(act(), { code: 'full' })
  t.strictSame([marks, scratch.exists('b/s/t/d')], [[], true])
})

t.test('what has come to its name by then must hold its content', async (t) => {
  const other = await play(t, {}, (s) => s.write('a/s/t/d', 'THE SAME CONTENT'))
  await t.rejects(other.act(), { message: /another file has its name on the branch of its keeper/ })
  t.equal(other.scratch.read('b/s/t/d'), CONTENT)
  const same = await play(t, {}, (s) => s.write('a/s/t/d', CONTENT))
  t.equal(await same.act(), 'LINKED')
})

t.test('a file that would do may be gone by then', async (t) => {
  const { scratch, step } = poolPair(t)
  scratch.write('a/s/t/d', CONTENT)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const ready = await check(run, step)
  t.notOk(lostItsLink(run, ready))
  scratch.remove('a/s/t/d')
  t.ok(lostItsLink(run, ready))
  t.notOk(lostItsLink(run, { ...ready, made: 0 }), 'it makes its link itself')
  const copy = { ...ready.step, op: 'copy' } as const
  t.notOk(lostItsLink(run, { ...ready, step: copy }), 'it is to have none')
})

// prettier-ignore
const drops: [name: string, deed: Deed, made: number, was: boolean, left: string[]][] = [
  ['the link, and what was made for it',  () => {},                                    2, true,  NAMES],
  ['whatever has the old name',           (s) => s.write('b/s/t/d', 'x'),              2, true,  NAMES],
  ['as much as was made',                 () => {},                                    1, true,  [...NAMES, 'a/s/'].sort()],
  ['no directory that is in use',         (s) => s.write('a/s/x'),                     2, true,  [...NAMES, 'a/s/', 'a/s/x'].sort()],
  ['what is gone already',                (s) => s.remove('a/s/t/d'),                  2, false, NAMES],
  ['not what has its name now',           (s) => [s.remove('a/s/t/d'), s.write('a/s/t/d', 'x')], 2, false, BOTH],
]

t.test('dropped: not the only name that holds what was written to it since', async (t) => {
  const { scratch, act, run, link, ready } = await play(t)
  await act()
  scratch.write('b/s/t/d', CONTENT)
  scratch.remove('a/k')
  appendFileSync(scratch.at('a/s/t/d'), 'precious')
  const drop = { link, made: 2, temp: TEMP }
  for (const keep of [ready.keep, { ...ready.keep!, place: placeAt(run, link.path) }])
    await t.rejects(dropLink(run, drop, keep, ready.place), { code: 'conflict' })
  scratch.write('a/k', CONTENT) // another file has the name of the keeper
  await t.rejects(dropLink(run, drop, ready.keep, ready.place), { code: 'conflict' })
  t.equal(scratch.read('a/s/t/d'), `${CONTENT}precious`)
})

for (const [name, deed, made, was, left] of drops)
  t.test(`dropped: ${name}`, async (t) => {
    const { scratch, act, run, link, ready } = await play(t)
    await act()
    scratch.write('b/s/t/d', CONTENT)
    deed(scratch)
    const drop = { link, made, temp: TEMP }
    t.equal(await dropLink(run, drop, ready.keep, ready.place), was)
    t.strictSame(scratch.names(), left)
  })

t.test('dropped: nothing, where the keeper is not known any more', async (t) => {
  const { scratch, act, run, link, ready } = await play(t)
  await act()
  scratch.write('b/s/t/d', CONTENT)
  const drop = { link, made: 2, temp: TEMP }
  t.equal(await dropLink(run, drop, undefined, ready.place), false)
  t.strictSame(scratch.names(), BOTH)
  renameSync(scratch.at('a/s/t/d'), scratch.at(`a/s/t/${AWAY}`))
  t.equal(await dropLink(run, drop, undefined, ready.place), true, 'but what was begun is ended')
  t.strictSame(scratch.names(), NAMES)
})

t.test('dropped: that is durable where no directory goes with it', async (t) => {
  const { scratch, act, run, link, ready } = await play(t)
  await act()
  scratch.write('b/s/t/d', CONTENT)
  const synced: bigint[] = []
  const sync = before(disk.sync, (fd) => synced.push(disk.fstat(fd).ino))
  const drop = { link, made: 0, temp: TEMP }
  t.ok(await dropLink({ ...run, disk: { ...run.disk, sync } }, drop, ready.keep, ready.place))
  t.ok(synced.includes(scratch.stat('a/s/t').ino))
})
