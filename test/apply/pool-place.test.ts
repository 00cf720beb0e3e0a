import t from 'tap'
import {
  findOn,
  firstDir,
  placeOfLink,
  poolLinkOf,
  requireMounted,
  rowPoolLink,
} from '../../lib/apply/pool-place.js'
import { runOn } from '../helper/apply-run.js'
import { poolPair } from '../helper/pool-pair.js'
import { row } from '../helper/rows.js'

t.test('where a pool link is', async (t) => {
  const { scratch, step, link } = poolPair(t)
  const at = (name: string) => `${scratch.root}/${name}`
  t.strictSame([link.path, link.root, ...link.branches].map(String), [
    at('a/s/t/d'),
    at('a'),
    at('a'),
    at('b'),
    at('c'),
  ])
  const { to: _, ...rest } = step
  t.equal(poolLinkOf(rest), undefined)
  const { keep: __, ...alone } = step
  t.equal(String(poolLinkOf(alone)?.root), at('a'), 'without a keeper: the branch above it')
  const branches = ['a', 'b', 'c'].map(at).join(':')
  t.strictSame(rowPoolLink(row({ to: at('a/s/t/d'), branches })), link, 'out of the journal')
  t.equal(rowPoolLink(row({ to: at('x') })), undefined)
  t.equal(rowPoolLink(row({ branches })), undefined)
  const nested = { ...step, branches: ['a', 'a/s'].map((name) => ({ path: at(name) })) }
  t.equal(
    String(poolLinkOf(nested)?.root),
    at('a'),
    'of two branches the one that its keeper names',
  )
})

t.test('what has its name on other branches', async (t) => {
  const { scratch, link } = poolPair(t)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const on = (branch: string) => findOn(run, link, Buffer.from(`${scratch.root}/${branch}`))
  t.equal(on('b')?.stat?.ino, scratch.stat('b/s/t/d').ino)
  t.equal(on('a'), undefined, 'no directory')
  scratch.write('c/s', 'a file in its way')
  t.equal(on('c'), undefined)
  t.equal(placeOfLink(run, link), undefined)
  scratch.write('a/s/t/x')
  t.match(on('a'), { stat: undefined })
  t.equal(String(placeOfLink(run, link)?.name), 'd')
  const elsewhere = { ...link, path: Buffer.from('/elsewhere/d') }
  t.equal(placeOfLink(run, elsewhere), undefined, 'a path that is on no branch')
})

t.test('its directory as the pool shows it', async (t) => {
  const { scratch, link } = poolPair(t)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  const dir = (name: string) => firstDir(run, Buffer.from(`${scratch.root}/a/${name}`), link)
  t.equal(String(dir('s/t')?.path), `${scratch.root}/b/s/t`)
  t.equal(dir('none'), undefined)
  t.equal(firstDir(run, Buffer.from('/elsewhere'), link), undefined)
})

t.test('branches must be there', async (t) => {
  const { scratch, link } = poolPair(t)
  const run = runOn()
  t.teardown(() => run.dirs.closeAll())
  t.doesNotThrow(() => requireMounted(run, link.branches))
  const gone = Buffer.from(`${scratch.root}/gone`)
  t.throws(() => requireMounted(run, [gone]), { message: /is its disk not mounted/ })
})
