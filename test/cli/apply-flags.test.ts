import t from 'tap'
import { applyFlags, journalOf, trashOf, type ApplyFlags } from '../../lib/cli/apply-flags.js'

applyFlags.configureOutput({ writeErr: () => {}, writeOut: () => {} })

const parse = (...argv: string[]) => applyFlags.parse(argv, { from: 'user' }).opts() as ApplyFlags

// prettier-ignore
const good: [argv: string, want: object][] = [
  ['',                                       { verify: 'bytes', minAge: 0 }],
  ['--apply -q',                             { apply: true, quiet: true }],
  ['--apply --ask',                          { apply: true, ask: true }],
  ['--max-files 3 --max-bytes 1k',           { maxFiles: 3, maxBytes: 1024 }],
  ['--min-age 15m --verify stat',            { minAge: 900_000, verify: 'stat' }],
]

for (const [argv, want] of good)
  t.test(`dd-apply ${argv}`, async (t) => {
    t.match(parse(...argv.split(' ').filter(Boolean)), want)
  })

// prettier-ignore
const bad: [argv: string, message: RegExp][] = [
  ['--verify hash',    /Allowed choices are bytes, stat/],
  ['--max-files 0',    /"0" is not a whole number of at least 1/],
  ['--max-bytes x',    /"x" is not a size/],
  ['--min-age x',      /"x" is not an age/],
  ['--trash ',         /--trash: a path cannot be empty/],
]

for (const [argv, message] of bad)
  t.test(`dd-apply ${argv} is refused`, async (t) => {
    t.throws(() => parse(...argv.split(' ')), { message })
  })

const flags = { verify: 'bytes', minAge: 0 } as const

t.test('the journal of a run', async (t) => {
  t.equal(journalOf(flags), undefined, 'a dry run has none')
  t.equal(journalOf({ ...flags, journal: 'j' }), undefined, 'even if it is given one')
  t.equal(journalOf({ ...flags, apply: true, journal: 'j' }), `${process.cwd()}/j`)
  t.match(journalOf({ ...flags, apply: true }), /\/dd-tools\/\d{8}T\d{6}-\d+\.csv$/)
  t.equal(journalOf({ ...flags, resume: '/j' }), '/j')
  const old = { ...flags, apply: true, journal: '/dev/null' } as const
  t.throws(() => journalOf(old), { message: '"/dev/null" exists already' })
})

// prettier-ignore
const ofPlans: [flags: Partial<ApplyFlags>, named: string][] = [
  [{ trash: 'T' },          '--trash'],
  [{ maxFiles: 1 },         '--max-files'],
  [{ maxBytes: 0 },         '--max-bytes'],
  [{ minAge: 1000 },        '--min-age'],
  [{ allowTmpfs: true },    '--allow-tmpfs'],
  [{ verify: 'stat' },      '--verify stat'],
]

for (const [more, named] of ofPlans)
  for (const way of ['resume', 'rollback'])
    t.test(`--${way} with ${named}`, async (t) => {
      const message = `${named} is about a plan: not with --resume or --rollback`
      t.throws(() => journalOf({ ...flags, [way]: 'j', ...more }), { message })
    })

t.test('the trash is an absolute path', async (t) => {
  t.equal(trashOf(flags), undefined)
  t.equal(
    String(trashOf({ ...flags, trash: '../T/.' })),
    `${process.cwd()}/../T`.replace(/[^/]+\/\.\.\//, ''),
  )
  t.equal(String(trashOf({ ...flags, trash: '/T/' })), '/T')
})
