import type { BigIntStats } from 'node:fs'
import t from 'tap'
import { believed, givesRights } from '../../lib/apply/believed.js'

type Some = { mode?: number; uid?: number; gid?: number; xattrs?: [string, string][] | undefined }

const [USER, ACL, OTHER_ACL] = [
  ['user.note', 'eA=='],
  ['system.posix_acl_access', 'eA=='],
  ['system.posix_acl_access', 'eQ=='],
] as [string, string][] as [[string, string], [string, string], [string, string]]
const CAP: [string, string] = ['security.capability', 'eA==']
const [LABEL, OTHER_LABEL]: [string, string][] = [
  ['security.selinux', 'eA=='],
  ['security.selinux', 'eQ=='],
]
const TRUSTED: [string, string] = ['trusted.overlay.redirect', 'eA==']

/** What a plan asks for, what the keeper is (undefined: not the same content), and what is left out. */
// prettier-ignore
const asked: [name: string, plan: Some, keep: Some | undefined, left: string[]][] = [
  ['nothing special',                     { mode: 0o777 },                      { mode: 0o600 },                        []],
  ['set-uid of an equal keeper',          { mode: 0o4755 },                     { mode: 0o4755 },                       []],
  ['set-uid, not that of the keeper',     { mode: 0o4755 },                     { mode: 0o755 },                        ['set-id bits']],
  ['set-uid of another owner',            { mode: 0o4755, uid: 0 },             { mode: 0o4755, uid: 7 },               ['set-id bits']],
  ['set-uid of another group',            { mode: 0o4755, gid: 0 },             { mode: 0o4755, gid: 7 },               ['set-id bits']],
  ['set-uid for more people',             { mode: 0o4755 },                     { mode: 0o4750 },                       ['set-id bits']],
  ['set-uid with another ACL',            { mode: 0o4755, xattrs: [ACL] },      { mode: 0o4755, xattrs: [OTHER_ACL] },  ['set-id bits']],
  ['set-uid with the same ACL',           { mode: 0o4755, xattrs: [ACL, USER] }, { mode: 0o4755, xattrs: [ACL] },       []],
  ['set-uid, where no attributes are known', { mode: 0o4755 }, { mode: 0o4755, xattrs: [ACL] }, []],
  ['set-uid of other content',            { mode: 0o4755 },                     undefined,                              ['set-id bits']],
  ['set-gid, not that of the keeper',     { mode: 0o2755 },                     { mode: 0o4755 },                       ['set-id bits']],
  ['sticky, not that of the keeper',      { mode: 0o1755 },                     { mode: 0o755 },                        ['set-id bits']],
  ['set-uid that nobody can run',         { mode: 0o6644 },                     { mode: 0o644 },                        []],
  ['set-uid that its owner can run',      { mode: 0o4700 },                     { mode: 0o700 },                        ['set-id bits']],
  ['a capability of an equal keeper',     { xattrs: [CAP] },                    { xattrs: [CAP] },                      []],
  ['a capability, for more people',       { mode: 0o755, xattrs: [CAP] },       { mode: 0o750, xattrs: [CAP] },         ['attribute security.capability']],
  ['a capability of nobody',              { xattrs: [CAP, USER] },              { xattrs: [USER] },                     ['attribute security.capability']],
  ['a capability of other content',       { xattrs: [CAP] },                    undefined,                              ['attribute security.capability']],
  ['a label of the keeper',               { mode: 0o640, xattrs: [LABEL!] },    { xattrs: [LABEL!] },                   []],
  ['another label',                       { xattrs: [LABEL!] },                 { xattrs: [OTHER_LABEL!] },             ['attribute security.selinux']],
  ['what overlayfs believes',             { xattrs: [TRUSTED] },                {},                                     ['attribute trusted.overlay.redirect']],
  ['an attribute of the user',            { xattrs: [USER] },                   {},                                     []],
  ['an ACL',                              { xattrs: [ACL] },                    { xattrs: [OTHER_ACL] },                []],
]

for (const [name, plan, keep, left] of asked)
  t.test(name, async (t) => {
    const { xattrs, ...plain } = { uid: 0, gid: 0, mode: 0o644, ...plan }
    const metadata = { ...plain, mtimeNs: 7n, ...(xattrs && { xattrs: JSON.stringify(xattrs) }) }
    const seen: string[] = []
    const given = believed(metadata, { keep: keep && like(keep), own: () => '[]' }, (what) =>
      seen.push(what),
    )
    t.strictSame(seen, left)
    const special = left.includes('set-id bits') ? 0o7000 : 0
    const names = left.map((what) => what.replace('attribute ', ''))
    const rest = xattrs?.filter(([name]) => !names.includes(name))
    t.strictSame(given, {
      ...metadata,
      mode: plain.mode & ~special,
      ...(rest && { xattrs: JSON.stringify(rest) }),
    })
    if (left.length > 0) t.ok(givesRights({ mode: plain.mode, ...(xattrs && { xattrs }) }))
  })

t.test('what a new file has by itself is no matter of belief', async (t) => {
  const metadata = { uid: 0, gid: 0, mode: 0o644, mtimeNs: 7n, xattrs: JSON.stringify([LABEL]) }
  const proof = { keep: like({}), own: () => JSON.stringify([USER, LABEL]) }
  t.strictSame(
    believed(metadata, proof, () => t.fail()),
    metadata,
  )
})

t.test('but only if it is that', async (t) => {
  const metadata = { uid: 0, gid: 0, mode: 0o644, mtimeNs: 7n, xattrs: JSON.stringify([LABEL]) }
  for (const own of [OTHER_LABEL!, ['security.ima', LABEL![1]]]) {
    const proof = { keep: like({}), own: () => JSON.stringify([own]) }
    const seen: string[] = []
    t.equal(believed(metadata, proof, (what) => seen.push(what)).xattrs, '[]')
    t.strictSame(seen, ['attribute security.selinux'])
  }
})

t.test('few files give rights', async (t) => {
  t.notOk(givesRights({ mode: 0o100777, xattrs: [USER, ACL] }))
  t.notOk(givesRights({ mode: 0o106644 }))
})

function like({ mode = 0o644, uid = 0, gid = 0, xattrs = [] }: Some) {
  const stat = { mode: BigInt(mode), uid: BigInt(uid), gid: BigInt(gid) } as BigIntStats
  return { stat, xattrs: JSON.stringify(xattrs) }
}
