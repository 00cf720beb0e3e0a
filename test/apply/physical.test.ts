import { chownSync, lchownSync, mkdirSync, symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import { nearestDir, physicalPath, physicalStep } from '../../lib/apply/physical.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathBytes, pathFields } from '../../lib/record/path.js'
import { destination } from '../../lib/record/step.js'
import { fails, runOn } from '../helper/apply-run.js'
import { Scratch, step } from '../helper/scratch.js'

/** `real/sub/a` and a keeper `k/keep`; `alias` leads to `real`, `deep/link` to its `sub`. */
function tree(t: Test, calls: Parameters<typeof runOn>[0] = {}) {
  const scratch = new Scratch(t)
  const [file, keep] = [scratch.write('real/sub/a', 'x'), scratch.write('k/keep', 'x')]
  mkdirSync(scratch.at('deep'))
  symlinkSync('real', scratch.at('alias'))
  symlinkSync('../alias/sub', scratch.at('deep/link'))
  symlinkSync('nowhere', scratch.at('dangling'))
  const run = runOn(calls)
  t.teardown(() => run.dirs.closeAll())
  return { scratch, run, file, keep }
}

/** A record as of another path and root, by their names in a scratch directory. */
function seenAs(scratch: Scratch, file: FileRecord, path: string, root?: string): FileRecord {
  const { path: _, path64: __, root: ___, ...rest } = file
  const named = root === undefined ? {} : { root: String(scratch.at(root)) }
  return { ...rest, ...pathFields(scratch.at(path)), ...named } as FileRecord
}

// prettier-ignore
const paths: [name: string, path: string, root: string | undefined, want: string | { code: string }][] = [
  ['without links',                        'real/sub/a',       undefined,    'real/sub/a'],
  ['through one',                          'alias/sub/a',      undefined,    'real/sub/a'],
  ['through one that leads through another', 'deep/link/a',    undefined,    'real/sub/a'],
  ['its last component may be one',        'alias',            undefined,    'alias'],
  ['the root may be one',                  'alias/sub/a',      'alias',      'real/sub/a'],
  ['below the root there is none',         'alias/sub/a',      '',           { code: 'ENOTDIR' }],
  ['a directory that is not there',        'alias/new/a',      undefined,    'real/new/a'],
  ['nor the one above it',                 'alias/new/er/a',   undefined,    'real/new/er/a'],
  ['below a link that leads nowhere',      'dangling/new/a',   undefined,    'dangling/new/a'],
  ['below a file',                         'real/sub/a/b',     undefined,    { code: 'ENOTDIR' }],
]

for (const [name, path, root, want] of paths)
  t.test(`a path: ${name}`, async (t) => {
    const { scratch, run } = tree(t)
    const bytes =
      root === undefined ? undefined : scratch.at(root).subarray(0, root === '' ? -1 : Infinity)
    const found = () => physicalPath(run, scratch.at(path), bytes)
    if (typeof want === 'object') t.throws(found, want)
    else t.equal(String(found()), String(scratch.at(want)))
  })

t.test('a path of which nothing is there, and the root itself', async (t) => {
  const { run } = tree(t)
  for (const path of ['/dd-none/such/a', '/dd-none'])
    t.equal(String(physicalPath(run, Buffer.from(path), undefined)), path)
  t.equal(String(nearestDir(run, Buffer.from('/dd-none/such/a')).path), '/')
})

// prettier-ignore
const nearest: [path: string, want: string][] = [
  ['real/sub/a',          'real/sub'],
  ['real/sub/none',       'real/sub'],
  ['real/none/none/none', 'real'],
  ['deep/link/none/a',    'real/sub'],
]

for (const [path, want] of nearest)
  t.test(`the last directory that is there on ${path}`, async (t) => {
    const { scratch, run } = tree(t)
    t.equal(String(nearestDir(run, scratch.at(path)).path), String(scratch.at(want)))
  })

t.test('a step of plain names stays what it is', async (t) => {
  const { run, file, keep, scratch } = tree(t)
  const plain = step('move', file, keep, { to: String(scratch.at('new/a')) })
  const found = physicalStep(run, plain)
  t.strictSame(found, plain)
  t.equal(found.file, file, 'not even copied')
  const link = step('hardlink', file, keep)
  t.equal(physicalStep(run, link), link, 'nor the whole of it, without a destination')
})

t.test('one of its names only', async (t) => {
  const { scratch, run, file, keep } = tree(t)
  const [seen, to] = [seenAs(scratch, file, 'alias/sub/a'), String(scratch.at('alias/new/a'))]
  const real = String(scratch.at('real/sub/a'))
  const other = { ...keep, path: String(scratch.at('k/keep')) } as FileRecord
  t.match(physicalStep(run, step('delete', seen, other)), { file: { path: real } })
  t.match(physicalStep(run, step('delete', other, seen)), { keep: { path: real } })
  t.match(physicalStep(run, step('move', file, keep, { to })), {
    to: String(scratch.at('real/new/a')),
  })
})

t.test('every name of a step', async (t) => {
  const { scratch, run, file, keep } = tree(t)
  symlinkSync('k', scratch.at('kk'))
  const given = step(
    'move',
    seenAs(scratch, file, 'deep/link/a', 'deep/link'),
    seenAs(scratch, keep, 'kk/keep'),
    { to: String(scratch.at('alias/new/a')), hash: 'ab', algo: 'blake3' },
  )
  const { file: one, keep: other, ...rest } = physicalStep(run, given)
  t.strictSame(one, seenAs(scratch, file, 'real/sub/a', 'real/sub'))
  t.strictSame(other, seenAs(scratch, keep, 'k/keep'))
  t.strictSame(rest, {
    ...(({ file: _, keep: __, ...all }) => all)(given),
    to: String(scratch.at('real/new/a')),
  })
})

t.test('the branches of a pool link', async (t) => {
  const { scratch, run, file, keep } = tree(t)
  const given = step('pool-link', file, keep, {
    to: String(scratch.at('alias/new/a')),
    branches: [pathFields(scratch.at('alias')), pathFields(scratch.at('k'))],
  })
  const { branches, ...found } = physicalStep(run, given)
  t.strictSame(branches, [pathFields(scratch.at('real')), pathFields(scratch.at('k'))])
  t.equal(String(pathBytes(destination(found)!)), String(scratch.at('real/new/a')))
  mkdirSync(scratch.at('real/in'))
  symlinkSync('sub', scratch.at('real/in/side'))
  const below = { ...given, to: String(scratch.at('alias/in/side/a')) }
  t.throws(() => physicalStep(run, below), { code: 'ENOTDIR' }, 'no link below its branch')
})

t.test('names that are no text', async (t) => {
  const { scratch, run, keep } = tree(t)
  scratch.write('n\xff/a', 'x')
  symlinkSync(Buffer.from('n\xff', 'latin1'), scratch.at('plain'))
  const { dev, ino } = scratch.record('n\xff/a')
  const seen = seenAs(scratch, { ...keep, dev, ino }, 'plain/a', 'plain')
  const { file, to64, to } = physicalStep(
    run,
    step('move', seen, keep, { to: String(scratch.at('plain/b')) }),
  )
  const spelled = (name: string) => scratch.at(name).toString('base64')
  t.match(file, { path64: spelled('n\xff/a'), root64: spelled('n\xff') })
  t.notOk('path' in file || 'root' in file)
  t.equal(to64, spelled('n\xff/b'))
  t.equal(to, undefined, 'one spelling')
})

t.test(
  'links of others are not followed',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  async (t) => {
    const { scratch, run } = tree(t)
    chownSync(scratch.root, 1000, 1000)
    lchownSync(scratch.at('alias'), 1001, 1001)
    const foreign = { message: 'is a symbolic link of another user' }
    for (const name of ['alias/sub/a', 'alias/none/a', 'deep/link/none/none/a']) {
      t.throws(() => physicalPath(run, scratch.at(name), undefined), foreign)
      t.throws(() => nearestDir(run, scratch.at(name)), foreign)
    }
  },
)

t.test('what cannot be opened is no directory that is missing', async (t) => {
  const { scratch, run } = tree(t, { openDirAt: fails('EMFILE') })
  t.throws(() => physicalPath(run, scratch.at('real/sub/a'), undefined), { code: 'EMFILE' })
  t.throws(() => nearestDir(run, scratch.at('real/sub/a')), { code: 'EMFILE' })
})
