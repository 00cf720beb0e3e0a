import t from 'tap'
import { PROTECTED_NAMES } from '../../lib/prefix/protected-names.js'
import { globMatcher } from '../../lib/walk/glob-matcher.js'

// prettier-ignore
const names: [name: string, isProtected: boolean][] = [
  ['.gitkeep',             true],
  ['.keep',                true],
  ['__init__.py',          true],
  ['py.typed',             true],
  ['.nomedia',             true],
  ['_SUCCESS',             true],
  ['.~lock.letter.odt#',   true],
  ['yarn.lock',            true],
  ['daemon.pid',           true],
  ['build.stamp',          true],
  ['.stamp_built',         true],
  ['LOCK',                 true],
  ['x.lck',                true],
  ['download.done',        true],
  ['photo.jpg',            false],
  ['init.py',              false],
  ['__init__.pyc',         false],
  ['keep',                 false],
  ['lock.txt',             false],
  ['locker',               false],
  ['pid',                  false],
  ['done',                 false],
  ['stamp',                false],
  ['gitkeep',              false],
]

for (const [name, isProtected] of names)
  t.test(`${name} is ${isProtected ? '' : 'not '}protected`, async (t) => {
    const matches = await globMatcher(PROTECTED_NAMES)
    t.equal(matches!(name), isProtected)
  })

t.test('a user can take a name out', async (t) => {
  const matches = await globMatcher([...PROTECTED_NAMES, '!yarn.lock'])
  t.notOk(matches!('yarn.lock'))
  t.ok(matches!('other.lock'))
})

t.test('no name is there twice', async (t) => {
  t.equal(new Set(PROTECTED_NAMES).size, PROTECTED_NAMES.length)
})
