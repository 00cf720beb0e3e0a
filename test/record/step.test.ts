import t from 'tap'
import { HERE } from '../../lib/record/host.js'
import { destination, OPS, parseStep, stepId } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { refusals } from '../helper/refusals.js'

const [drop, keep] = [file('/drop'), file('/keep')]
const step = { type: 'step', id: 'x', op: 'delete', why: 'duplicate', file: drop, keep, frees: 0 }
const small = file('/small', { size: 10 })
const none = file('/none', { size: 0 })

t.test('a step record', (t) =>
  refusals(t, parseStep, step, Object.keys(step), [
    [{ type: 'file' }, 'type'],
    [{ id: '' }, 'id'],
    [{ id: 'é' }, 'id'],
    [{ id: 'a\nb' }, 'id'],
    [{ id: 'x'.repeat(101) }, 'id'],
    [{ op: 'erase' }, 'op'],
    [{ why: 'mood' }, 'why'],
    [{ file: { ...drop, size: '4096' } }, 'file.size'],
    [{ file: { ...drop, size: 1e300 } }, 'file.size'],
    [{ keep: { ...keep, ino: 7 } }, 'keep.ino'],
    [{ keep: { ...keep, path: drop.path } }, 'keep.path'],
    [{ keep: { ...keep, size: 4097 } }, 'keep.size'],
    [{ why: 'partial', keep: { ...keep, size: 4095 } }, 'keep.size'],
    [{ why: 'empty' }, 'file.size'],
    [{ op: 'move' }, 'to'],
    [{ op: 'move', to: 'there' }, 'to'],
    [{ op: 'move', to: '/there/../here' }, 'to'],
    [{ hash: 'XY' }, 'hash'],
    [{ algo: 7 }, 'algo'],
    [{ frees: -1 }, 'frees'],
    [{ link: '/a' }, 'link'],
    [{ link: { path: 'a' } }, 'link.path'],
    [{ xattrs: {} }, 'xattrs'],
    [{ xattrs: ['user.a'] }, 'xattrs[0]'],
    [{ xattrs: [['user.a', 'eA==', '']] }, 'xattrs[0]'],
    [{ xattrs: [['user.a', 'eA==']].concat([['user.b']]) }, 'xattrs[1]'],
    [{ xattrs: [['user.a', 'eA']] }, 'xattrs[0]'],
    [{ xattrs: [['user.a', 7]] }, 'xattrs[0]'],
    [{ xattrs: [['', 'eA==']] }, 'xattrs[0]'],
    [{ xattrs: [['user.\0', 'eA==']] }, 'xattrs[0]'],
    [{ was: 7 }, 'was'],
    [{ was: { uid: 0, gid: 0, mtimeNs: '5' } }, 'was.mode'],
    [{ was: { mode: 0o40755, uid: 0, gid: 0, mtimeNs: '5' } }, 'was.mode'],
    [{ was: { mode: 0o100644, uid: 2 ** 32 - 1, gid: 0, mtimeNs: '5' } }, 'was.uid'],
    [{ was: { mode: 0o100644, uid: 0, gid: -1, mtimeNs: '5' } }, 'was.gid'],
    [{ was: { mode: 0o100644, uid: 0, gid: 0, mtimeNs: 5 } }, 'was.mtimeNs'],
    [{ journal: '/a' }, 'journal'],
    [{ journal: { path: 'a' } }, 'journal.path'],
    [{ metadata: 'require' }, 'metadata'],
  ]),
)

// A keeper is needed wherever content would be lost without one.
// prettier-ignore
const keepers: [name: string, change: object, ok: boolean][] = [
  ['an empty file needs no keeper',        { why: 'empty', file: none, keep: undefined },                 true],
  ['but may have one',                     { why: 'empty', file: none, keep: file('/k', { size: 0 }) },   true],
  ['a file with content needs one',        { keep: undefined },                                           false],
  ['also in an undo',                      { why: 'undo', keep: undefined },                              false],
  ['a move back needs none',               { why: 'undo', op: 'move', to: '/t', keep: undefined },        true],
  ['another move does',                    { op: 'move', to: '/t', keep: undefined },                     false],
  ['an empty copy needs none',             { why: 'undo', op: 'copy', file: none, keep: undefined },      true],
  ['a copy with content does',             { why: 'undo', op: 'copy', keep: undefined },                  false],
  ['a partial has a larger keeper',        { why: 'partial', file: small },                               true],
  ['a duplicate has not',                  { file: small },                                               false],
  ['a copy may be the start of its keeper', { why: 'undo', op: 'copy', file: small },                     true],
]

for (const [name, change, ok] of keepers)
  t.test(name, async (t) => {
    const parse = () => parseStep({ ...step, ...change })
    ok ? t.doesNotThrow(parse) : t.throws(parse, { message: /^field "(?:keep|file)/ })
  })

t.test('a copy is made with what a file can have', (t) =>
  refusals(
    t,
    parseStep,
    { ...step, op: 'copy', why: 'undo' },
    ['keep'],
    [
      [{ file: { ...drop, mode: 0o644 } }, 'file.mode'],
      [{ file: { ...drop, mode: 0o40755 } }, 'file.mode'],
      [{ file: { ...drop, mode: 0o1100644 } }, 'file.mode'],
      [{ file: { ...drop, uid: 2 ** 32 - 1 } }, 'file.uid'],
      [{ file: { ...drop, gid: 2 ** 53 - 1 } }, 'file.gid'],
      [{ branches: [] }, 'branches'],
      [{ branches: [{ path: '/a:b' }] }, 'branches[0].path'],
    ],
  ),
)

const zeros = { ...step, why: 'partial', bytes: 10 }
const back = { ...step, why: 'undo', op: 'copy', bytes: 10 }

t.test('a partial file with zeros at its end', (t) =>
  refusals(
    t,
    parseStep,
    zeros,
    ['keep'],
    [
      [{ bytes: 0 }, 'bytes'],
      [{ bytes: 4096 }, 'bytes'],
      [{ bytes: '10' }, 'bytes'],
      [{ bytes: null }, 'bytes'],
      [{ bytes: 1.5 }, 'bytes'],
      [{ keep: file('/k', { size: 9 }) }, 'keep.size'],
      [{ keep: { ...keep, path: drop.path } }, 'keep.path'],
      [{ keep: { ...keep, path: drop.path, host: HERE } }, 'keep.path'],
      [{ why: 'duplicate' }, 'bytes'],
      [{ why: 'undo' }, 'bytes'],
      [{ why: 'empty', file: none }, 'bytes'],
      [{ op: 'hardlink' }, 'bytes'],
      [{ op: 'symlink' }, 'bytes'],
      [{ op: 'reflink' }, 'bytes'],
      [{ ...back, branches: [{ path: '/a' }] }, 'bytes'],
    ],
  ),
)

// prettier-ignore
const partials: [name: string, change: object][] = [
  ['a keeper of its size',            {}],
  ['a larger keeper',                 { keep: file('/k', { size: 9999 }) }],
  ['a keeper of just so many bytes',  { keep: file('/k', { size: 10 }) }],
  ['one of its path, elsewhere',      { keep: { ...keep, path: drop.path, host: 'nas1' } }],
  ['moved',                           { op: 'move', to: '/t' }],
  ['copied back',                     back],
  ['copied back, from a shorter one', { ...back, keep: file('/k', { size: 10 }) }],
]

for (const [name, change] of partials)
  t.test(`zeros at its end: ${name}`, async (t) =>
    t.doesNotThrow(() => parseStep({ ...zeros, ...change })),
  )

const [onB, onA] = [file('/b/s/d', { root: '/b' }), file('/a/k', { root: '/a' })]
const { root: _, ...rootless } = onB
const branches = [{ path: '/a' }, { path: '/b' }]
const linking = { ...step, op: 'pool-link', file: onB, keep: onA, to: '/a/s/d', branches }
const raw = (text: string) => Buffer.from(text, 'latin1').toString('base64')

t.test('a pool link', (t) =>
  refusals(
    t,
    parseStep,
    linking,
    ['to', 'branches', 'keep'],
    [
      [{ to: '/a/s/e' }, 'to'],
      [{ to: '/a/d' }, 'to'],
      [{ to: '/b/s/d' }, 'to'],
      [{ to: 'a/s/d' }, 'to'],
      [{ to: '/a/s/../s/d' }, 'to'],
      [{ to: undefined, to64: raw('/a/\xff') }, 'to'],
      [{ file: rootless }, 'to'],
      [{ file: { ...onB, root: '/b/s/d' } }, 'to'],
      [{ keep: { ...onA, root: '/c' } }, 'to'],
      [{ branches: [{ path: '/a' }] }, 'to'],
      [{ branches: [...branches, { path: '/b/s' }] }, 'to'],
      [{ branches: [] }, 'branches'],
      [{ branches: [...branches, { path: '/c:d' }] }, 'branches[2].path'],
      [{ branches: [...branches, { path64: raw('/\xff:') }] }, 'branches[2].path'],
      [{ branches: '/a' }, 'branches'],
      [{ branches: ['/a'] }, 'branches[0]'],
      [{ branches: [{ path: '/a' }, { path: 'b' }] }, 'branches[1].path'],
      [{ made: -1 }, 'made'],
      [{ made: '2' }, 'made'],
      [{ file: { ...onB, size: 1 } }, 'keep.size'],
    ],
  ),
)

// prettier-ignore
const linked: [name: string, change: object][] = [
  ['a name that is not UTF-8',      { file: { ...onB, path: undefined, path64: raw('/b/\xff') }, to: undefined, to64: raw('/a/\xff') }],
  ['a branch that is the root',     { keep: { ...onA, root: '/' }, to: '/s/d', branches: [{ path: '/b' }, { path: '/' }] }],
  ['of a name that is gone',        { why: 'lost', metadata: 'ignore' }],
  ['to be taken back',              { op: 'copy', why: 'undo', made: 2 }],
  ['to be taken back, made of less', { op: 'copy', why: 'undo', made: 0, to: '/anywhere' }],
]

for (const [name, change] of linked)
  t.test(`a pool link: ${name}`, async (t) =>
    t.doesNotThrow(() => parseStep({ ...linking, ...change })),
  )

t.test('where a move goes', async (t) => {
  const to64 = Buffer.from('/\xff', 'latin1').toString('base64')
  t.strictSame(destination({ ...step, to: '/t' } as any), { path: '/t' })
  t.strictSame(destination({ ...step, to64 } as any), { path64: to64 })
  t.equal(destination(step as any), undefined)
})

t.test('ids tell ops and names apart, and nothing else', async (t) => {
  const [a, b, ab] = [{ path: '/a' }, { path: '/b' }, { path: '/a/b' }]
  const ids = [
    ...OPS.map((op) => stepId(op, a, b)),
    stepId('delete', b, a),
    stepId('delete', ab, b),
    stepId('delete', a, undefined),
    stepId('delete', { path64: 'L/8=' }, b),
  ]
  t.equal(new Set(ids).size, ids.length)
  for (const id of ids) t.match(id, /^[0-9a-f]{16}$/)
  t.equal(stepId('delete', file('/a'), file('/b')), stepId('delete', a, b))
})

t.test('steps of two machines have no id in common', async (t) => {
  const hosts = [undefined, 'nas1', 'nas2']
  const ids = hosts.map((host) => stepId('delete', { path: '/a', host }, { path: '/b', host }))
  t.equal(new Set(ids).size, hosts.length)
})
