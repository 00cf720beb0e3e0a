// Which copy stays, and what dd-plan leaves alone.
import { symlinkSync } from 'node:fs'
import t from 'tap'
import { outcomes } from '../helper/applied.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool, type Mounting } from '../helper/pool.js'
import { everything, type Planted } from '../helper/pool-files.js'
import { linesOf } from '../helper/pool-lines.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'
import { records, run } from '../helper/run.js'

/** Leaves 8 MiB of 24 free. */
const FAT = { 'd1/fat': 'x'.repeat(12 * 2 ** 20) }

type Row = [
  name: string,
  files: Planted,
  set: string,
  mounting: Mounting,
  args: string,
  steps: string[],
  says?: RegExp,
  status?: number,
]

const [A, B, C] = ['d1/a', 'd2/b', 'd2/c']
const [AB, ABC] = [
  { [A]: 'x', [B]: 'x' },
  { [A]: 'x', [B]: 'x', [C]: 'x' },
]
const OTHER = { 'd3/Media/other': 'y' }
const MEDIA = { 'd1/Media/a': 'x', 'd2/b': 'x', 'd2/c': 'x' }

// `%` stands for the pool.
// prettier-ignore
const rows: Row[] = [
  ['where most copies are',           ABC, 'd1/a d2/b d2/c', {}, '--keep oldest', ['pool-link d1/a -> d2/b', 'hardlink d2/c -> d2/b']],
  ['where most links are',            { ...AB, 'd2/l': '=d2/b' }, 'd1/a d2/b', {}, '--keep oldest', ['pool-link d1/a -> d2/b']],
  ['where most space is free',        { ...FAT, ...AB }, 'd1/a d2/b', {}, '--keep oldest', ['pool-link d1/a -> d2/b']],
  ['else as --keep says: oldest',     AB, 'd1/a d2/b', {}, '--keep oldest', ['pool-link d2/b -> d1/a']],
  ['not on NC',                       AB, 'd1/a d2/b', { modes: { d1: 'NC' } }, '--keep oldest', ['pool-link d1/a -> d2/b']],
  ['not on NC, though most are there', ABC, 'd1/a d2/b d2/c', { modes: { d2: 'NC' } }, '--keep oldest', ['pool-link d2/b -> d1/a', 'pool-link d2/c -> d1/a']],
  ['not below minfreespace',          { ...FAT, ...AB, 'd1/c': 'x' }, 'd1/a d2/b d1/c', { options: { minfreespace: '16M' } }, '--keep oldest', ['pool-link d1/a -> d2/b', 'pool-link d1/c -> d2/b']],
  ['there if nowhere else',           { ...FAT, 'd1/a': 'x', 'd3/b': 'x' }, 'd1/a d3/b', { modes: { d3: 'NC' }, options: { minfreespace: '16M' } }, '--keep oldest', ['pool-link d1/a -> d3/b']],
  ['never on RO',                     ABC, 'd1/a d2/b d2/c', { modes: { d2: 'RO' } }, '--keep oldest', [], /skipped 2 names: on a branch where nothing can be changed/],
  ['and nothing there is touched',    ABC, 'd1/a d2/b d2/c', { modes: { d1: 'RO' } }, '--keep oldest', ['hardlink d2/c -> d2/b'], /skipped 1 name: on a branch where nothing can be changed/],
  ['all on RO',                       AB, 'd1/a d2/b', { modes: { d1: 'RO', d2: 'ro' } }, '--keep oldest', [], /skipped 2 names: all copies are on branches where nothing can be linked/],
  ['below --primary, first of all',   MEDIA, 'd2/b d2/c d1/Media/a', {}, '--primary %/Media', ['pool-link d2/b -> d1/Media/a', 'pool-link d2/c -> d1/Media/a']],
  ['there, though it is NC',          MEDIA, 'd2/b d2/c d1/Media/a', { modes: { d1: 'NC' } }, '--primary %/Media', ['pool-link d2/b -> d1/Media/a', 'pool-link d2/c -> d1/Media/a']],
  ['but not though it is RO',         MEDIA, 'd2/b d2/c d1/Media/a', { modes: { d1: 'RO' } }, '--primary %/Media', [], /skipped 3 names: all copies are on branches where nothing can be linked/],
  ['--primary, a slash at its end',   MEDIA, 'd2/b d2/c d1/Media/a', {}, '--primary %/Media/', ['pool-link d2/b -> d1/Media/a', 'pool-link d2/c -> d1/Media/a']],
  ['--primary on a branch',           MEDIA, 'd2/b d2/c d1/Media/a', {}, '--primary %/../disks/d1', ['pool-link d2/b -> d1/Media/a', 'pool-link d2/c -> d1/Media/a']],
  ['Media2 is not in Media',          { 'd1/Media2/a': 'x', 'd2/b': 'x', ...OTHER }, 'd1/Media2/a d2/b', {}, '--primary %/Media', [], /nothing in the input was below --primary[^]*skipped 2 names: no copy below --primary/, 1],
  ['and may go for one in it',        { 'd1/Media2/a': 'x', 'd2/Media/b': 'x' }, 'd1/Media2/a d2/Media/b', {}, '--primary %/Media', ['pool-link d1/Media2/a -> d2/Media/b']],
  ['two below --primary stay',        { 'd1/Media/a': 'x', 'd2/Media/b': 'x' }, 'd1/Media/a d2/Media/b', {}, '--primary %/Media', [], /skipped 1 name: protected by --primary/],
  ['unless --touch-primary',          { 'd1/Media/a': 'x', 'd2/Media/b': 'x' }, 'd1/Media/a d2/Media/b', {}, '--primary %/Media --touch-primary', ['pool-link d2/Media/b -> d1/Media/a']],
  ['none below --primary, but --keep', { ...AB, ...OTHER }, 'd1/a d2/b', {}, '--primary %/Media --keep newest', ['pool-link d1/a -> d2/b'], /nothing in the input was below --primary/, 1],
  ['no such --primary on any branch', AB, 'd1/a d2/b', {}, '--primary %/Media --keep newest', [], /usage: --primary "[^"]*\/pool\/Media": no such file or directory/, 2],
  ['--within',                        ABC, 'd1/a d2/b d2/c', {}, '--keep oldest --within %/c', ['hardlink d2/c -> d2/b'], /skipped 1 name: protected/],
  ['all names of a file go as one',   { ...AB, 'd2/l': '=d2/b' }, 'd1/a d2/b d2/l', {}, '--primary %/../disks/d1', ['pool-link d2/b -> d1/a', 'pool-link d2/l -> d1/a'], /2 steps on 1 file/],
  ['or none, if one is not listed',   { ...AB, 'd2/l': '=d2/b' }, 'd1/a d2/b', {}, '--primary %/../disks/d1', [], /skipped 1 name: would free nothing: another name stays/],
]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4'], () => {
  const disk = ['ext4', 24, '-m', '0'] as const
  const pool = new Pool(t, { d1: disk, d2: disk, d3: disk })
  const stage = (files: Planted, mounting: Mounting = {}) => {
    pool.wipe()
    pool.plant(files)
    pool.mount(mounting)
  }

  for (const [name, files, set, mounting, args, steps, says = /./, status = 0] of rows)
    t.test(`what stays: ${name}`, async (t) => {
      stage(files, mounting)
      const flags = args.replaceAll('%', pool.at).split(' ')
      const json = jdupesJson(pool, set.split(' '))
      const ran = await run('dd-plan', ['pool-link', '--pool', pool.at, ...flags], json)
      t.strictSame(linesOf(pool, records(ran.stdout)), steps, ran.stderr)
      t.match(ran, { status, stderr: says })
    })

  t.test('what stays: --primary is a symlink in the pool', async (t) => {
    stage(MEDIA)
    for (const [name, to] of [
      ['alias', 'Media'],
      ['whole', `${pool.at}/Media`],
    ] as const) {
      symlinkSync(to, pool.path(`d3/${name}`))
      const args = ['pool-link', '--pool', pool.at, '--primary', `${pool.at}/${name}`]
      const ran = await run('dd-plan', args, jdupesJson(pool, ['d2/b', 'd2/c', 'd1/Media/a']))
      t.strictSame(
        linesOf(pool, records(ran.stdout)),
        ['pool-link d2/b -> d1/Media/a', 'pool-link d2/c -> d1/Media/a'],
        ran.stderr,
      )
    }
  })

  t.test('a dry run changes nothing, not even times', async (t) => {
    stage({ ...MEDIA, 'd3/x/y/z': 'x', 'd2/x/y/z': 'x', 'd1/odd/\xff': 'x', 'd3/odd/\xff': 'y' })
    const names = ['d1/Media/a', 'd2/b', 'd2/c', 'd3/x/y/z', 'd2/x/y/z']
    const json = jdupesJson(pool, names)
    const play = new PoolPlay(t, pool)
    const before = everything(`${pool.base}/disks`)
    const plan = await play.plan(json)
    const { stdout, status } = await run('dd-apply', [], plan.stdout)
    t.equal(status, 0)
    t.strictSame(outcomes(records(stdout)), Array(4).fill('would'))
    t.strictSame(everything(`${pool.base}/disks`), before)
  })

  // prettier-ignore
  const limits: [flags: string[], done: number, then: number][] = [
    [['--max-files', '1'], 1, 2],
    [['--max-files', '2'], 2, 1],
    [['--max-bytes', '2500'], 2, 1],
  ]

  for (const [flags, done, then] of limits)
    t.test(`in batches: ${flags.join(' ')}`, async (t) => {
      const content = 'x'.repeat(1000)
      stage({ 'd1/Media/a': content, 'd2/b': content, 'd3/c': content, 'd2/s/d': content })
      const play = new PoolPlay(t, pool)
      const json = jdupesJson(pool, ['d1/Media/a', 'd2/b', 'd3/c', 'd2/s/d'])
      t.strictSame(
        outcomes((await play.link(json, undefined, flags)).results),
        Array(done).fill('done'),
      )
      const middle = play.picture()
      const rest = await play.link(json)
      t.strictSame(outcomes(rest.results), Array(then).fill('done'), rest.plan.stderr)
      await play.undo(middle)
    })

  t.test('two names of a file go as one, and come back as one', async (t) => {
    stage({ 'd1/Media/a': 'x', 'd2/b': 'x', 'd2/s/t/l': '=d2/b', 'd3/c': 'x', 'd3/l': '=d3/c' })
    const play = new PoolPlay(t, pool)
    const names = ['d1/Media/a', 'd2/b', 'd2/s/t/l', 'd3/c']
    const { results } = await play.link(jdupesJson(pool, names))
    t.strictSame(outcomes(results), ['done', 'done'])
    t.equal(pool.stat('d1/Media/a').nlink, 3n)
    await play.undo()
  })
})
