import { linkSync, mkdirSync, symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import { keeperNow, look, lstat } from '../../lib/apply/look-since.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { pathFields } from '../../lib/record/path.js'
import { fails } from '../helper/apply-run.js'
import { row } from '../helper/rows.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()

/** `dir/keep` of 8 bytes, a symlink `alias` to its directory, and a row about it. */
function kept(t: Test) {
  const scratch = new Scratch(t)
  scratch.write('dir/keep', '12345678')
  symlinkSync('dir', scratch.at('alias'))
  const at = (name: string) => pathFields(scratch.at(name))
  const of = (fields: Parameters<typeof row>[0]) =>
    row({ keep: `${scratch.root}/dir/keep`, filepath: `${scratch.root}/a`, size: '8', ...fields })
  return { scratch, at, of }
}

// prettier-ignore
const names: [name: string, there: boolean][] = [
  ['dir/keep',      true],
  ['dir',           true],
  ['alias',         true],
  ['dir/none',      false],
  ['none/none',     false],
  ['dir/keep/none', false],
  ['alias/keep',    false],
]

for (const [name, there] of names)
  t.test(
    `${name} ${there ? 'is' : 'is not'} there, by a path without symbolic links`,
    async (t) => {
      const { scratch, at } = kept(t)
      const stat = lstat(disk, at(name))
      t.equal(stat?.ino, there ? scratch.stat(name).ino : undefined)
    },
  )

t.test('what cannot be looked at is not gone', async (t) => {
  const { at } = kept(t)
  const sick = { ...disk, lstat: fails('EIO') }
  t.throws(() => lstat(sick, at('dir/keep')), { code: 'EIO' })
  t.throws(() => look(sick, at('dir/keep'), 'it'), { code: 'EIO' })
})

t.test('a regular file, or a line that says what is gone', async (t) => {
  const { scratch, at } = kept(t)
  t.equal(look(disk, at('dir/keep'), 'its keeper').size, 8n)
  for (const name of ['dir', 'alias', 'dir/none']) {
    const message = `its keeper "${scratch.root}/${name}" is gone`
    t.throws(() => look(disk, at(name), 'its keeper'), { message })
  }
})

// prettier-ignore
const keepers: [name: string, fields: object, fails: RegExp | undefined][] = [
  ['as long as its file',                   {},                              undefined],
  ['longer, since it was added to',         { size: '3' },                   undefined],
  ['shorter',                               { size: '9' },                   /^its keeper ".*\/dir\/keep" is shorter than it was$/],
  ['shorter, but all that was not zeros',   { size: '99', made: '8' },       undefined],
  ['not even that',                         { size: '99', made: '9' },       /is shorter than it was$/],
  ['shorter, of a pool link that made dirs', { size: '9', made: '1', branches: '/b' }, /is shorter than it was$/],
]

for (const [name, fields, fails] of keepers)
  t.test(`a keeper: ${name}`, async (t) => {
    const { scratch, of } = kept(t)
    const now = () => keeperNow(of(fields), disk)
    if (fails) return void t.throws(now, { message: fails })
    const { ino, nlink } = scratch.record('dir/keep')
    t.match(now(), { path: `${scratch.root}/dir/keep`, size: 8, ino, nlink, root: '/' })
  })

t.test('a keeper is what it is now, on its branch', async (t) => {
  const { scratch, of } = kept(t)
  mkdirSync(scratch.at('other'))
  linkSync(scratch.at('dir/keep'), scratch.at('other/name'))
  const branches = `${scratch.root}/other:${scratch.root}/dir`
  t.match(keeperNow(of({ branches }), disk), { nlink: 2, root: `${scratch.root}/dir` })
  scratch.remove('dir/keep')
  t.throws(() => keeperNow(of({}), disk), { message: /^its keeper ".*\/dir\/keep" is gone$/ })
})
