// Whom files let in that come back: owner, mode, ACL, attributes, capabilities.
import { chmodSync, chownSync, closeSync, openSync } from 'node:fs'
import t, { type Test } from 'tap'
import { xattrsByTool } from '../../lib/fs/xattr-tools.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { must } from '../helper/mounts.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { run } from '../helper/run.js'
import { lines, step, type Scratch } from '../helper/scratch.js'

const notRoot = process.getuid?.() === 0 ? false : 'only root may give files away'
const skip = notRoot || without('setfacl', 'setfattr', 'getfattr', 'setcap')
const [FILE, KEEP] = ['d/\xff file', 'keep/keep']

/** What of a name undo has to bring back, beside its content. */
function looks(files: Scratch, name: string): string {
  const { mode, uid, gid, mtimeNs } = files.stat(name)
  const fd = openSync(files.at(name), 'r')
  const xattrs = xattrsByTool(fd)
  closeSync(fd)
  return `${mode.toString(8)} ${uid}:${gid} ${mtimeNs} ${xattrs}`
}

const IGNORE: { readonly [op: string]: Partial<StepRecord> } = { hardlink: { metadata: 'ignore' } }

type Deed = (file: string, keep: string) => void

/** Through `sh`, whose path may be any bytes. */
const sh = (line: string) => (path: string) => must('sh', '-c', `f=$(printf '${path}'); ${line}`)

// prettier-ignore
const deeds: [name: string, deed: Deed][] = [
  ['an ACL',                          sh('setfacl -m u:55:rwx,g::--- "$f"')],
  ['an ACL of the keeper only',       (_, keep) => must('setfacl', '-m', 'u:55:rwx', keep)],
  ['attributes',                      sh('setfattr -n user.a -v 1 "$f"; setfattr -n user.empty "$f"')],
  ['other ones than its keeper',      (file, keep) => [sh('setfattr -n user.a -v 1 "$f"')(file), must('setfattr', '-n', 'user.b', '-v', '2', keep)]],
  ['set-id bits and another owner',   sh('chown 1234:4321 "$f"; chmod 6751 "$f"')],
  ['a capability',                    sh('setcap cap_net_raw+ep "$f"')],
  ['what is trusted',                 sh('setfattr -n trusted.a -v 1 "$f"')],
]

/** A file and its keeper, and what was done to them. */
function pairIn(files: Scratch, deed: Deed, at = ''): readonly [file: string, keep: string] {
  const [file, keep] = [`${at}${FILE}`, `${at}${KEEP}`] as const
  files.write(file, `content ${at}`, 1_234_567_890)
  files.write(keep, `content ${at}`)
  deed(`${files.root}/${file}`.replace('\xff', '\\377'), `${files.root}/${keep}`)
  return [file, keep]
}

function lost(t: Test, deed: Deed) {
  const stage = new Stage(t)
  pairIn(stage.files, deed)
  return { stage, files: stage.files }
}

for (const op of ['delete', 'hardlink', 'symlink'] as Op[])
  t.test(`${op} and back: as it was, not as its keeper`, { skip }, async (t) => {
    const stage = new Stage(t)
    const { files } = stage
    const pairs = deeds.map(([, deed], i) => pairIn(files, deed, `${i}/`))
    const before = pairs.map(([file]) => looks(files, file))
    const steps = pairs.map(([file, keep]) =>
      step(op, files.record(file), files.record(keep), IGNORE[op]),
    )
    const ran = await stage.apply(steps, ['--apply', '--journal', stage.journal])
    t.equal(ran.status, 0, ran.stderr)
    const undone = await stage.undo(stage.journal)
    t.equal(undone.status, 0, undone.stderr)
    for (const [i, [name]] of deeds.entries()) t.equal(looks(files, pairs[i]![0]), before[i], name)
  })

t.test('without koffi, by getfattr', { skip }, async (t) => {
  const { stage, files } = lost(t, sh('setfacl -m u:55:rwx "$f"'))
  const before = looks(files, FILE)
  const options = { env: { ...stage.env, DD_TOOLS_NATIVE: '0' } }
  const steps = [step('delete', files.record(FILE), files.record(KEEP))]
  await stage.apply(steps, ['--apply', '--journal', stage.journal], options)
  const { stdout, stderr } = await run('dd-undo', [stage.journal], '', options)
  t.equal(stderr, '')
  t.equal((await stage.apply(stdout, ['--apply'], options)).status, 0)
  t.equal(looks(files, FILE), before)
})

t.test('where nothing reads attributes, the undo says so', { skip }, async (t) => {
  const { stage, files } = lost(t, (_, keep) => must('setfattr', '-n', 'user.b', '-v', '2', keep))
  must('sh', '-c', `ln -s "$(command -v flock)" "$(command -v env)" '${stage.state.root}'`)
  const options = { env: { ...stage.env, DD_TOOLS_NATIVE: '0', PATH: stage.state.root } }
  const steps = [step('delete', files.record(FILE), files.record(KEEP))]
  await stage.apply(steps, ['--apply', '--journal', stage.journal], options)
  const { stdout, stderr, status } = await run('dd-undo', [stage.journal], '')
  t.match({ status, stderr }, { status: 0, stderr: /^dd-undo: 1 file of unknown [^\n]*\n$/ })
  t.equal((await stage.apply(stdout)).status, 0)
  t.match(looks(files, FILE), 'user.b', 'as its keeper')
})

/** A plan that anybody may have written. */
// prettier-ignore
const plans: [name: string, file: Partial<StepRecord['file']>, fields: Partial<StepRecord>, note: string, looks: string][] = [
  ['set-uid root',   { mode: 0o104755, uid: 0, gid: 0 }, {}, 'setid', '100755 0:0'],
  ['set-gid',        { mode: 0o102711, uid: 0, gid: 0 }, {}, 'setid', '100711 0:0'],
  ['a capability',   { mode: 0o100755, uid: 0, gid: 0 }, { xattrs: [['security.capability', 'AQAAAgAgAAAAAAAAAAAAAAAAAAA=']] }, 'metadata', '100755 0:0'],
]

for (const [name, facts, fields, code, seen] of plans)
  for (const journal of name === 'set-gid' ? ['', 'none', 'of another', 'of others'] : [''])
    t.test(`a plan asks for ${name}, and names ${journal || 'no'} journal`, { skip }, async (t) => {
      const stage = new Stage(t)
      const { files } = stage
      const keep = files.write('theirs', 'content')
      chownSync(files.at('theirs'), 65534, 65534)
      const file = { ...keep, ...facts, path: `${files.root}/prog` } as StepRecord['file']
      const copy = step('copy', file, files.record('theirs'), { why: 'undo', ...fields })
      if (journal.startsWith('of ')) {
        files.write('prog', 'content')
        const other = [step('delete', files.record('prog'), files.record('theirs'))]
        await stage.apply(other, ['--apply', '--journal', stage.journal])
        journal === 'of others' ? chmodSync(stage.journal, 0o666) : chownSync(stage.journal, 7, 0)
      }
      const named = journal && { journal: { path: journal === 'none' ? '/none' : stage.journal } }
      const ran = await stage.apply([{ ...copy, ...named }])
      t.equal(ran.status, 1)
      t.match(ran.results, [{ status: 'done', note: { code } }])
      t.match(ran.stderr, /^dd-apply: copy ".*\/prog": came back without its [^\n]*\n/m)
      t.match(looks(files, 'prog'), `${seen} ${keep.mtimeNs} []`)
    })

// An ordinary user in a directory of his own, with files of root.
// prettier-ignore
const theirs: [name: string, mode: number, owner: number, looks: string, note?: string][] = [
  ['readable',           0o644,  0,      '100644 65534:65534',  'owner, group'],
  ['of its group',       0o664,  0,      '100644 65534:65534',  'owner, group'],
  ['set-uid',            0o4755, 0,      '100755 65534:65534',  'owner, group, set-id bits'],
  ['his own',            0o640,  65534,  '100640 65534:65534'],
  ['his own, set-uid',   0o4755, 65534,  '104755 65534:65534'],
]

for (const op of ['delete', 'symlink'] as Op[])
  t.test(`a user: ${op} and back`, { skip: notRoot || cannotBeNobody() }, async (t) => {
    const { files, state } = new Stage(t)
    const steps = theirs.map(([, mode, owner], i) => {
      const keep = files.write(`${i}/keep`, `${i}`)
      files.write(`${i}/file`, `${i}`)
      chownSync(files.at(`${i}/file`), owner, owner)
      chmodSync(files.at(`${i}/file`), mode)
      chownSync(files.at(`${i}`), 65534, 65534)
      return step(op, files.record(`${i}/file`), keep)
    })
    for (const dir of [files.root, state.root]) chownSync(dir, 65534, 65534)
    files.write('plan', lines(...steps))
    const apply = (n: number) => `dd-apply -q --apply --journal j${n}`
    const line = `${apply(1)} < ${files.root}/plan; dd-undo j1 > undo; ${apply(2)} < undo`
    const ran = await asNobody(line, state.root)
    t.equal(ran.status, 1)
    for (const [i, [name, , , seen, lacks]] of theirs.entries()) {
      t.equal(files.read(`${i}/file`), `${i}`, name)
      t.match(looks(files, `${i}/file`), seen, name)
      const told = `copy "${files.root}/${i}/file": came back without its ${lacks}\n`
      t.equal(ran.stderr.includes(told), lacks !== undefined, name)
    }
    const again = await asNobody(`${apply(3)} < undo`, state.root)
    t.match(again, { status: 0, stderr: /^dd-apply: journal: .*\n$/ }, 'all are there')
  })
