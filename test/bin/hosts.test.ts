// Files of two machines in one stream: the same paths, devices and inodes on both, through every command.
import t, { type Test } from 'tap'
import { HERE } from '../../lib/record/host.js'
import { PLAN_OPS } from '../../lib/plan/policy.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { Op } from '../../lib/record/step.js'
import { built } from '../helper/commands.js'
import { records, run } from '../helper/run.js'
import { lines, Scratch, step } from '../helper/scratch.js'

const env = (host: string) => ({ env: { ...process.env, DD_HOST: host } })
const [NAS, PLAIN] = [env('nas1'), env(HERE)]

/** Two equal files and the beginning of them; `far` is the same tree as seen by another machine. */
async function trees(t: Pick<Test, 'teardown'>) {
  const scratch = new Scratch(t)
  for (const name of ['a', 'b']) scratch.write(name, 'x'.repeat(20_000))
  scratch.write('part', 'x'.repeat(8192))
  const hash = async (listed: string, as: typeof NAS) =>
    (await run('dd-hash', [], listed, as)).stdout
  const near = await hash((await run('dd-walk', [scratch.root])).stdout, PLAIN)
  const far = await hash((await run('dd-walk', ['--host', 'nas1', scratch.root])).stdout, NAS)
  const ours = await hash((await run('dd-walk', ['--host', HERE, scratch.root])).stdout, PLAIN)
  return { scratch, near, far, ours }
}

/** For tests that change nothing. */
const shared = await trees(t)

/** `nas1:a`: machine and last component. */
const nameOf = ({ path, host = '' }: { path: string; host?: string }) =>
  `${host === HERE ? '' : host}:${path.slice(path.lastIndexOf('/') + 1)}`
const memberNames = (stdout: string) => records(stdout).map(({ files }) => files.map(nameOf))

/** Without the time at which each run began to read. */
const untimed = (lines: string) => lines.replaceAll(/,"readNs":"\d+"/g, '')

t.test('dd-walk --host: the same records, which name the machine', async (t) => {
  const { scratch, near, far } = shared
  const plain = await run('dd-walk', [scratch.root])
  const named = await run('dd-walk', ['--host', 'nas1', scratch.root])
  t.equal(named.stdout, plain.stdout.replaceAll(/\}\n/g, ',"host":"nas1"}\n'))
  t.strictSame(
    records(untimed(far)).map((file) => ({ ...file, host: undefined })),
    records(untimed(near)).map((file) => ({ ...file, host: undefined })),
    'and dd-hash passes that on',
  )
})

t.test('dd-dupes --host: the same groups, whose members name it', async (t) => {
  const { scratch, far } = shared
  const found = await run('dd-dupes', ['-q', '--host', 'nas1', scratch.root])
  const piped = await run('dd-group', [], far)
  t.equal(untimed(found.stdout), untimed(piped.stdout), 'as the pipeline writes them')
  t.strictSame(memberNames(found.stdout), [['nas1:a', 'nas1:b']])
  for (const format of ['text', 'jdupes', 'csv']) {
    const args = ['-q', '--format', format, scratch.root]
    const [plain, named] = [
      await run('dd-dupes', args),
      await run('dd-dupes', ['--host', 'x', ...args]),
    ]
    t.equal(named.stdout.replace('--host x ', ''), plain.stdout, `${format}: they are here`)
  }
})

for (const name of ['dd-walk', 'dd-dupes'])
  for (const host of ['', 'nas 1'])
    t.test(`${name} --host ${JSON.stringify(host)} is refused`, async (t) => {
      const { status, stdout, stderr } = await run(name, ['--host', host, '/none'])
      t.strictSame([status, stdout], [2, ''])
      t.match(stderr, 'is no name of a machine: 1 to 64 of A-Z a-z 0-9 . _ -')
    })

t.test('dd-hash reads what is here, and passes on what has its digest', async (t) => {
  const { near, far } = shared
  const unread = records(far).map(({ hash: _, algo: __, ...file }) => file)
  const { status, stdout, stderr } = await run('dd-hash', [], near + lines(...unread))
  t.equal(status, 1)
  t.equal(stdout, near)
  t.equal(stderr.match(/is on another machine, nas1\n/g)!.length, 3)
  t.equal((await run('dd-hash', [], near + far)).stdout, near + far)
})

// prettier-ignore
const groupings: [args: string[], want: unknown][] = [
  [['--by', 'size'],       [':a', ':b', ':part', 'nas1:a', 'nas1:b', 'nas1:part']],
  [['--rf-under', '3'],    [':part', 'nas1:part']],
  [['--unique'],           []],
  [[],                     [[':a', 'nas1:a', ':b', 'nas1:b'], [':part', 'nas1:part']]],
  [['--min-copies', '3'],  [[':a', 'nas1:a', ':b', 'nas1:b']]],
]

for (const [args, want] of groupings)
  t.test(`dd-group ${args.join(' ')}: one path on two machines is two names`, async (t) => {
    const { near, far, ours } = shared
    for (const input of [near + far, far + near, far + ours, ours + far + near]) {
      const { status, stdout, stderr } = await run('dd-group', args, input)
      t.strictSame([status, stderr], [0, ''])
      const found = stdout.startsWith('{"type":"group"')
        ? memberNames(stdout)
        : records(stdout)
            .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
            .map(nameOf)
      t.strictSame(found, want)
    }
  })

t.test('dd-group --by head: so it is for heads', async (t) => {
  const { near, far } = shared
  const heads = async (files: string, as: typeof NAS) =>
    (await run('dd-hash', ['--head'], files, as)).stdout
  const both = (await heads(near, PLAIN)) + (await heads(far, NAS))
  t.equal(records((await run('dd-group', ['--by', 'head'], both)).stdout).length, 6)
})

t.test('dd-prefix looks into what is here', async (t) => {
  const { near, far } = shared
  const { status, stdout, stderr } = await run('dd-prefix', [], near + far)
  t.equal(status, 1)
  t.equal(stdout, (await run('dd-prefix', [], near)).stdout)
  t.equal(stderr.match(/is on another machine, nas1\n/g)!.length, 3)
})

const TO = ['--to', '/to']
const argsOf = (op: string) => (op === 'move' ? [op, ...TO] : [op])

for (const op of PLAN_OPS.filter((op) => op !== 'pool-link'))
  t.test(`dd-plan ${op}: what is here has its keeper here`, async (t) => {
    const { near, far } = shared
    const only = await run('dd-plan', argsOf(op), (await run('dd-group', [], near)).stdout)
    t.equal(records(only.stdout).length, 1)
    const both = (await run('dd-group', [], near + far)).stdout
    const planned = await run('dd-plan', argsOf(op), both)
    t.strictSame([planned.status, planned.stdout], [0, only.stdout])
    t.match(planned.stderr, 'skipped 3 names: on another machine\n')
  })

for (const [as, host] of [
  [PLAIN, ''],
  [NAS, 'nas1'],
] as const)
  t.test(`dd-plan where all records name their machine, on ${host || 'ours'}`, async (t) => {
    const { far, ours } = shared
    const groups = (await run('dd-group', [], ours + far)).stdout
    const planned = await run('dd-plan', ['delete'], groups, as)
    t.strictSame(
      records(planned.stdout).map(({ file, keep }) => [nameOf(file), nameOf(keep)]),
      [[`${host}:b`, `${host}:a`]],
    )
  })

t.test('dd-plan: the last copy here stays, however many others have', async (t) => {
  const { near, far } = shared
  const one = lines(records(near)[0]) + far
  const { status, stdout } = await run(
    'dd-plan',
    ['delete'],
    (await run('dd-group', [], one)).stdout,
  )
  t.strictSame([status, stdout], [0, ''])
})

/** Equal files, a step about them, and the same of another machine. */
function steps(t: Pick<Test, 'teardown'>, op: Op) {
  const scratch = new Scratch(t)
  const [keep, file] = ['a', 'b'].map((name) => scratch.write(name, 'x')) as [
    FileRecord,
    FileRecord,
  ]
  const away = (one: FileRecord) => ({ ...one, host: 'nas1' })
  const fields = op === 'move' ? { to: `${scratch.root}/to` } : {}
  const there = lines(step(op, away(file), away(keep), fields))
  return { scratch, here: lines(step(op, file, keep, fields)), there }
}

for (const op of ['delete', 'hardlink', 'symlink', 'move'] as const)
  for (const flags of [[], ['--apply']])
    t.test(`dd-apply ${flags.join(' ')}: ${op} of another machine is skipped`, async (t) => {
      const { scratch, here, there } = steps(t, op)
      const journal = new Scratch(t)
      const apply = (plan: string, name: string) =>
        run('dd-apply', [...flags, ...flags.map(() => `--journal=${journal.root}/${name}`)], plan)
      const before = scratch.picture()
      const alone = await apply(there, '1')
      t.equal(alone.status, 1)
      const [result] = records(alone.stdout)
      t.match(result, { host: 'nas1', status: 'skipped', freed: 0, error: { code: 'other-host' } })
      t.match(alone.stderr, `dd-apply: ${op} "${scratch.root}/b": is on another machine, nas1\n`)
      t.strictSame(scratch.picture(), before)
      const both = await apply(there + here, '2')
      t.strictSame(
        records(both.stdout).map(({ host, status }) => [host, status]),
        [
          ['nas1', 'skipped'],
          [undefined, flags.length > 0 ? 'done' : 'would'],
        ],
      )
    })

t.test('dd-undo: what was skipped has nothing to be taken back', async (t) => {
  const { scratch, here, there } = steps(t, 'delete')
  const journal = `${new Scratch(t).root}/1`
  const before = scratch.picture()
  await run('dd-apply', ['--apply', `--journal=${journal}`], here + there)
  const undo = await run('dd-undo', [journal])
  t.strictSame(
    records(undo.stdout).map(({ op, file }) => [op, nameOf(file)]),
    [['copy', ':b']],
  )
  t.equal((await run('dd-apply', ['--apply', `--journal=${journal}2`], undo.stdout)).status, 0)
  t.strictSame(scratch.picture(), before)
})

t.test('dd-report: text names the machine, and frees nothing across machines', async (t) => {
  const { scratch, near, far } = shared
  const groups = (await run('dd-group', [], near + far)).stdout
  const { stdout } = await run('dd-report', [], groups)
  t.match(stdout, `  ${scratch.root}/a\n  nas1:${scratch.root}/a\n  ${scratch.root}/b\n`)
  t.match(stdout, /2 copies of 8\.0 KiB, 0 B could be freed/)
  t.match((await run('dd-report', [], far)).stdout, `  nas1:${scratch.root}/a\n`)
  t.notMatch((await run('dd-report', [], far, NAS)).stdout, 'nas1:')
  const steps = (await run('dd-plan', ['delete'], groups.replaceAll('"nas1"', '"nas2"'), NAS))
    .stdout
  t.equal(steps.includes('nas2'), false)
})

for (const format of ['killdupes', 'jdupes', 'fdupes', 'csv', 'fclones'])
  t.test(`dd-report --format ${format}: only what is here`, async (t) => {
    const { near, far } = shared
    const report = async (files: string) => {
      const groups = (await run('dd-group', [], files)).stdout
      const shown = await run('dd-report', ['--format', format], groups)
      return { ...shown, stdout: shown.stdout.replace(/"timestamp".*/, '') }
    }
    const both = await report(near + far)
    t.equal(both.stdout, (await report(near)).stdout)
    t.match(both.stderr, /dd-report: 3 names on other machines left out\n/)
  })

const READERS: { readonly [name: string]: readonly string[] } = {
  'dd-group': ['--by', 'size'],
  'dd-hash': [],
  'dd-prefix': [],
  'dd-plan': ['delete'],
  'dd-apply': [],
  'dd-report': [],
}

for (const [name, args] of Object.entries(READERS))
  for (const host of ['nas 1', 7])
    t.test(`${name}: a machine called ${JSON.stringify(host)} is status 3`, async (t) => {
      const file = { ...new Scratch(t).write('a', 'x'), host }
      const group = { type: 'group', size: 1, files: [file] }
      const step = { type: 'step', id: 'x', op: 'delete', why: 'empty', file, frees: 0 }
      const record = name === 'dd-plan' ? group : name === 'dd-apply' ? step : file
      const { status, stderr } = await run(name, args, lines(record))
      t.equal(status, 3)
      t.match(
        stderr,
        /line 1: field "(?:file\.|files\[0\]\.)?host": expected the name of a machine/,
      )
    })

for (const name of built())
  t.test(`${name}: a $DD_HOST that is no name is status 2`, async (t) => {
    const { status, stdout, stderr } = await run(
      name,
      name === 'dd-undo' ? ['/none'] : [],
      '',
      env('nas 1'),
    )
    t.strictSame([status, stdout], [2, ''])
    t.match(stderr, `${name}: usage: $DD_HOST "nas 1" is no name of a machine: `)
  })
