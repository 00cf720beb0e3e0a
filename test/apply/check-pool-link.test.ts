import { mkdirSync } from 'node:fs'
import t from 'tap'
import { checkPoolLink } from '../../lib/apply/check-pool-link.js'
import { fixedDir, runOn } from '../helper/apply-run.js'
import { CONTENT, NAMES, poolPair, symlink, type Deed } from '../helper/pool-pair.js'

const OTHER = 'THE SAME CONTENT'
const none: Deed = () => {}

// `made`: so many directories are to be made; undefined: what stands there will do. Or why not.
// prettier-ignore
const cases: [name: string, deed: Deed, made: number | undefined | RegExp, dry?: RegExp | number][] = [
  ['nothing there',                        none,                                   2],
  ['one directory there',                  (s) => mkdirSync(s.at('a/s')),          1],
  ['both there',                           (s) => mkdirSync(s.at('a/s/t'), { recursive: true }), 0],
  ['a link of the keeper there',           (s) => [s.write('a/s/t/x'), s.link('a/s/t/d', 'a/k')], undefined],
  ['a file of its content there',          (s) => s.write('a/s/t/d', CONTENT),     undefined],
  ['another file there',                   (s) => s.write('a/s/t/d', OTHER),       /another file has its name on the branch ".*\/a"/, NaN],
  ['a larger one',                         (s) => s.write('a/s/t/d', 'x'.repeat(99)), /another file has its name on the branch/, /another file/],
  ['one on a third branch',                (s) => s.write('c/s/t/d', OTHER),       /another file has its name on the branch ".*\/c"/, 2],
  ['its content on a third branch',        (s) => s.write('c/s/t/d', CONTENT),     2],
  ['a symlink on a third branch',          (s) => [s.write('c/s/t/x'), symlink('c/s/t/d', '/')(s)], /another file has its name/, /another file/],
  ['a file where a directory must be',     (s) => s.write('a/s', 'x'),             /on the branch ".*\/a" no directory stands where one must be/, /no directory stands/],
  ['a symlink where a directory must be',  symlink('a/s', '/tmp'),                 /no directory stands where one must be/, /no directory stands/],
  ['the file has another name',            (s) => s.link('b/x', 'b/s/t/d'),        /got another name since it was planned/, /got another name/],
  ['the file is another',                  (s) => s.write('b/s/t/d', OTHER, 7),    /the file changed since it was planned/, /changed/],
  ['the keeper is another',                (s) => s.write('a/k', OTHER, 7),        /the keeper changed since it was planned/, /changed/],
]

for (const [name, deed, made, dry = made] of cases)
  for (const read of [true, false])
    t.test(`${name}${read ? '' : ', in a dry run'}`, async (t) => {
      const { scratch, step } = poolPair(t)
      deed(scratch)
      const before = scratch.names()
      const run = runOn()
      t.teardown(() => run.dirs.closeAll())
      const want = read ? made : dry
      const checked = checkPoolLink(run, step, read)
      if (want instanceof RegExp) await t.rejects(checked, { message: want })
      else t.equal((await checked).made, Number.isNaN(want) ? undefined : want)
      t.strictSame(scratch.names(), before, 'nothing was changed')
    })

t.test('a step without branches is refused', async (t) => {
  const { step, scratch } = poolPair(t)
  const { branches: _, ...rest } = step
  await t.rejects(checkPoolLink(runOn(), rest), { code: 'unknown' })
  t.strictSame(scratch.names(), NAMES)
})

t.test('a link is not made where it could not be removed again', async (t) => {
  for (const made of ['a', 'a/s', 'a/s/t']) {
    const { scratch, step } = poolPair(t)
    mkdirSync(scratch.at(made), { recursive: true })
    const { ino } = scratch.stat(made)
    const run = runOn(fixedDir(ino))
    await t.rejects(checkPoolLink(run, step), {
      code: 'EPERM',
      message: 'the directory of its link is immutable or append-only: see chattr(1)',
    })
    run.dirs.closeAll()
  }
})
