// What becomes of the names between which an op is possible: devices, owners, hard links, bytes freed.
import t from 'tap'
import type { PlanFlags, PlanOp } from '../../lib/plan/policy.js'
import type { FileRecord } from '../../lib/record/file.js'
import { group, paths, plan } from '../helper/plan.js'
import { file } from '../helper/records.js'

const a = file('/a')
const b = file('/b')
const c = file('/c')
const far = file('/far/a', { dev: '2' })
const far2 = file('/far/b', { dev: '2' })
const root = file('/root', { uid: 0 })
const root2 = file('/root2', { uid: 0 })
const mode = file('/mode', { mode: 0o100600 })

/** One inode under several names, of which it may have more. */
function links(nlink: number, ...names: string[]): FileRecord[] {
  const ino = String(5e6 + nlink * 100 + names.join().length)
  return names.map((name) => file(name, { ino, nlink }))
}

const twoNames = links(2, '/x1', '/x2')
const twoOfThree = links(3, '/y1', '/y2')
const mixed = links(2, '/dl/x', '/out/x')
const to = Buffer.from('/t')
const metadata = 'ignore'

// prettier-ignore
const cases: [name: string, op: PlanOp, flags: PlanFlags, files: FileRecord[], want: string[], skipped: { [why: string]: number }][] = [
  ['copies of another device are linked among themselves', 'hardlink', {}, [far2, b, a, far],   ['/b -> /a', '/far/b -> /far/a'], {}],
  ['a lone copy on a device',                 'hardlink', {},              [a, b, far],         ['/b -> /a'],              { 'on another device': 1 }],
  ['the same for reflink',                    'reflink',  {},              [a, b, far],         ['/b -> /a'],              { 'on another device': 1 }],
  ['symlinks cross devices',                  'symlink',  {},              [a, far],            ['/far/a -> /a'],          {}],
  ['deleting crosses devices',                'delete',   {},              [a, far],            ['/far/a -> /a'],          {}],
  ['moving crosses devices',                  'move',     { to },          [a, far],            ['/far/a -> /a'],          {}],
  ['a primary on another device',             'hardlink', { primary: paths('/far') }, [a, far], [],                        { 'on another device': 1 }],
  ['owners are not mixed',                    'hardlink', {},              [a, b, root],        ['/b -> /a'],              { 'owner or mode differs (--metadata ignore links them all the same)': 1 }],
  ['files of one owner are linked',           'hardlink', {},              [a, b, root, root2], ['/b -> /a', '/root2 -> /root'], {}],
  ['modes are not mixed',                     'hardlink', {},              [a, mode],           [],                        { 'owner or mode differs (--metadata ignore links them all the same)': 1 }],
  ['unless wanted',                           'hardlink', { metadata },    [a, root, mode],     ['/mode -> /a', '/root -> /a'], {}],
  ['reflinks share no owner',                 'reflink',  {},              [a, root],           ['/root -> /a'],           {}],
  ['symlinks neither',                        'symlink',  {},              [a, root],           ['/root -> /a'],           {}],
  ['all names of an inode go',                'hardlink', {},              [a, ...twoNames],    ['/x1 -> /a', '/x2 -> /a'], {}],
  ['or none, when one stays outside',         'hardlink', {},              [a, ...twoOfThree],  [],                        { 'would free nothing: another name stays': 2 }],
  ['or none, when one is protected',          'hardlink', { within: paths('/dl') }, [c, ...mixed], [],                      { 'would free nothing: another name stays': 1, 'protected by --primary or --within': 1 }],
  ['the same for reflink',                    'reflink',  {},              [a, ...twoOfThree],  [],                        { 'would free nothing: another name stays': 2 }],
  ['the same for symlink',                    'symlink',  {},              [a, ...twoOfThree],  [],                        { 'would free nothing: another name stays': 2 }],
  ['deleting a name is wanted all the same',  'delete',   {},              [a, ...twoOfThree],  ['/y1 -> /a', '/y2 -> /a'], {}],
  ['a name that stays is the better proof',   'delete',   { within: paths('/dl') }, [c, ...mixed], ['/dl/x -> /out/x'],     { 'protected by --primary or --within': 1 }],
  ['names of the keeper are never touched',   'delete',   {},              [b, ...links(2, '/a1', '/a2')], ['/b -> /a1'],  {}],
  ['names of the keeper inside --within too', 'delete',   { within: paths('/dl') }, [file('/dl/z'), ...mixed], ['/dl/z -> /out/x'], {}],
  ['unless another copy stays whole',         'delete',   { within: paths('/dl') }, [file('/out/z'), file('/dl/z'), ...mixed], ['/dl/x -> /out/x', '/dl/z -> /out/z'], { 'protected by --primary or --within': 1 }],
  ['a link leads out of --within',            'symlink',  { within: paths('/dl') }, [file('/dl/z'), ...mixed], ['/dl/z -> /out/x'], {}],
]

for (const [name, op, flags, files, want, skipped] of cases)
  t.test(`${op}: ${name}`, async (t) => {
    const found = plan(group(files), op, flags)
    t.strictSame(found.lines, want)
    t.strictSame(found.skipped, skipped)
  })

// prettier-ignore
const freed: [name: string, op: PlanOp, files: FileRecord[], want: number[]][] = [
  ['a file is freed with its only name',           'delete',   [a, b],             [4096]],
  ['with the last of its names',                   'hardlink', [a, ...twoNames],   [0, 4096]],
  ['not while it has names elsewhere',             'delete',   [a, ...twoOfThree], [0, 0]],
  ['a move is counted like a removal',             'move',     [a, b],             [4096]],
  ['as many bytes as it has blocks',               'delete',   [a, file('/s', { blocks: 0 })],  [0]],
]

for (const [name, op, files, want] of freed)
  t.test(`bytes: ${name}`, async (t) => {
    const found = plan(group(files), op, op === 'move' ? { to } : {})
    t.strictSame(
      found.steps.map(({ frees }) => frees),
      want,
    )
    t.equal(
      found.totals.frees,
      want.reduce((sum, bytes) => sum + bytes),
    )
    t.equal(found.totals.files, 1)
  })

t.test('the digest of the set goes with each step, as far as there is one', async (t) => {
  const [known] = plan(group([a, b]), 'delete').steps
  t.match(known, { hash: 'ab'.repeat(32), algo: 'blake3' })
  const [unknown] = plan({ type: 'group', size: 4096, files: [a, b] }, 'delete').steps
  t.notOk('hash' in unknown! || 'algo' in unknown!)
})
