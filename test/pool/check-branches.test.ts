import t from 'tap'
import { checkBranches, type Candidate } from '../../lib/pool/check-branches.js'

/** A disk of its own on `path`. */
function branch(path: string, fields: Partial<Candidate> = {}): Candidate {
  const dev = BigInt(path.charCodeAt(1))
  const own = { dev, ino: 2n, parentDev: 1n, rootDev: 1n, isPool: false, isKnown: false }
  return { path, real: path, ...own, ...fields }
}

const [a, b] = [branch('/a'), branch('/b')]
const unmounted = { dev: 1n, ino: 7n }

// prettier-ignore
const cases: [name: string, branches: Candidate[], says: RegExp | undefined][] = [
  ['two disks',                    [a, b],                                                undefined],
  ['none',                         [],                                                    /two branches at least/],
  ['one',                          [a],                                                   /two branches at least/],
  ['one twice',                    [a, a],                                                /"\/a" and "\/a" are one directory/],
  ['one by another path',          [a, branch('/x', { dev: a.dev })],                     /"\/x" and "\/a" are one directory/],
  ['one below the other',          [a, branch('/a/b', { ino: 9n })],                      /"\/a\/b" and "\/a": one is below the other/],
  ['the other way round',          [branch('/a/b', { ino: 9n }), a],                      /"\/a" and "\/a\/b": one is below the other/],
  ['below it by a symlink',        [a, branch('/x', { real: '/a/x' })],                   /one is below the other/],
  ['a name that begins like it',   [a, branch('/ab', { ino: 9n })],                       undefined],
  ['a pool',                       [a, branch('/p', { isPool: true })],                   /"\/p" is a pool itself, or in one/],
  ['a colon',                      [a, branch('/b:c')],                                   /no branch can have ":" in its path/],
  ['a directory of the root disk', [a, branch('/c', unmounted)],                          /"\/c" is on the root file system: is its disk not mounted\?/],
  ['which a pool has as a branch', [a, branch('/c', { ...unmounted, isKnown: true })],    undefined],
  ['two directories of one disk',  [branch('/m/a', { parentDev: 109n }), branch('/m/b', { parentDev: 109n, ino: 3n })], undefined],
  ['a name in bytes',              [branch('/\xc3\xa9', { isPool: true }), a],            /"\/é" is a pool/],
]

for (const [name, branches, says] of cases)
  t.test(name, async (t) => {
    const check = () => checkBranches(branches)
    if (says === undefined) t.doesNotThrow(check)
    else t.throws(check, { message: says })
  })
