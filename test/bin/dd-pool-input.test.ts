// Who tells of the files: jdupes or our own commands, by names in the pool or on its branches. And
// which branches are no branches.
import * as fs from 'node:fs'
import t from 'tap'
import { outcomes } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { must } from '../helper/mounts.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { linesOf } from '../helper/pool-lines.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'
import { records, run, shell } from '../helper/run.js'

// None that is not UTF-8: jdupes never ends then.
const ODD = ['-rf', 'b\nc', '\xc3\xa9', '"q", \\', ' ', 'n'.repeat(255)]

const FILES = Object.fromEntries([
  ...ODD.flatMap((name, i) => [
    [`d1/Media/${name}`, `content ${i}`],
    [`d2/Down/${name}`, `content ${i}`],
    [`d2/Down/${i}/${name}`, `content ${i}`],
  ]),
  ['d3/Down/0/-rf', 'content 0'], // one name on two branches
  ['d1/other', 'other'],
])

/** Paths of `$P`, the pool, or of its branches. */
const inputs: { [name: string]: string } = {
  'jdupes of the pool': 'jdupes -rjq "$P"',
  'jdupes of the branches': 'jdupes -rjq "$D/d1" "$D/d2" "$D/d3"',
  'jdupes, with relative paths': 'cd "$P" && jdupes -rjq .',
  'dd-walk of the branches':
    'dd-walk "$D/d1" "$D/d2" "$D/d3" | dd-group --by size | dd-hash | dd-group',
  'dd-walk of the pool': 'dd-walk "$P" | dd-group --by size | dd-hash | dd-group',
}

// `%` stands for the pool, `@` for its disks.
// prettier-ignore
const refused: [name: string, args: string, says: RegExp][] = [
  ['no way at all',                 '',                                     /say where the branches are, in one way/],
  ['two ways',                      '--pool % --pool-root @',               /say where the branches are, in one way/],
  ['no pool',                       '--pool @/d1',                          /no mergerfs pool is mounted on ".*d1"/],
  ['a directory in the pool',       '--pool %/Media',                       /no mergerfs pool is mounted on ".*Media"/],
  ['nothing',                       '--pool @/none',                        /none": no such file or directory/],
  ['a branch that is not there',    '--branch @/d1 --branch @/none',        /none": no such file or directory/],
  ['one branch',                    '--branch @/d1',                        /a pool has two branches at least/],
  ['one branch twice',              '--branch @/d1 --branch @/d1',          /are one directory/],
  ['the same by a symlink',         '--branch @/d1 --branch @/../link',     /link" and ".*d1" are one directory|d1" and ".*link" are one directory/],
  ['the same by a bind mount',      '--branch @/d1 --branch @/../bind',     /are one directory/],
  ['one in another',                '--branch @/d1 --branch @/d1/Media',    /one is below the other/],
  ['one in another, by a symlink',  '--branch @/d1 --branch @/../deep',     /one is below the other/],
  ['the pool itself',               '--branch @/d1 --branch %',             /pool" is a pool itself, or in one: name its branches/],
  ['a directory in the pool, too',  '--branch @/d1 --branch %/Media',       /is a pool itself, or in one/],
  ['a disk that is not mounted',    '--branch @/d1 --branch /etc',          /is on the root file system: is its disk not mounted\?/],
  ['a colon',                       '--branch @/d1 --branch @/../a:b',      /no branch can have ":" in its path/],
  ['the same in --pool-root',       '--pool-root @/../root',                /are one directory/],
  ['one in --pool-root',            '--pool-root @/d1/Media/..',            /a pool has two branches at least|one is below/],
]

// prettier-ignore
const notes: [option: string, value: string, status: number, says: RegExp][] = [
  ['symlinkify',       'true',        0, /symlinkify=true: old files of the pool look like symbolic links: list its branches/],
  ['follow-symlinks',  'all',         0, /follow-symlinks=all: symbolic links look like files/],
  ['link-exdev',       'rel-symlink', 0, /link-exdev=rel-symlink: a link made through the pool may become a symbolic link/],
  ['moveonenospc',     'true',        0, /moveonenospc=\w+: a name that is written to when its drive is full moves to another/],
  ['nullrw',           'true',        2, /has nullrw=true: all of its files read as equal/],
]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4'], () => {
  const pool = new Pool(t, { d1: ['ext4', 24], d2: ['ext4', 24], d3: ['ext4', 24] })
  const env = { ...process.env, P: pool.at, D: `${pool.base}/disks` }
  pool.plant(FILES)
  pool.mount()
  let first: string[] | undefined

  for (const [name, line] of Object.entries(inputs))
    t.test(name, { skip: line.includes('jdupes') && without('jdupes') }, async (t) => {
      const play = new PoolPlay(t, pool)
      const { raw, stderr } = await shell(line, { env, cwd: pool.base })
      const base = name.includes('relative') ? ['--base', pool.at] : []
      const plan = await run('dd-plan', ['pool-link', ...play.primary, ...base], raw)
      const lines = linesOf(pool, records(plan.stdout)).sort()
      t.equal(lines.length, 13, stderr + plan.stderr)
      t.strictSame(lines, (first ??= lines), 'the same plan')
      if (!name.includes('of the pool')) return
      const { results } = await play.apply(plan.stdout)
      t.strictSame(outcomes(results), Array(13).fill('done'))
      await play.undo()
    })

  t.test('names that are not UTF-8', async (t) => {
    pool.plant({ 'd1/Media/\xff': 'raw', 'd2/\xfe/\xff/\xfd': 'raw', 'd3/\xfe/e': 'e' })
    const play = new PoolPlay(t, pool)
    for (const where of ['"$P"', '"$D"/*']) {
      const walk = `dd-walk ${where} | dd-group --by size | dd-hash | dd-group`
      const { raw } = await shell(walk, { env })
      const all = await run('dd-plan', ['pool-link', ...play.primary], raw)
      const steps = all.stdout.split('\n').filter((line) => line.includes('path64'))
      t.equal(steps.length, 1, all.stderr)
      const { results, stderr } = await play.apply(steps.map((line) => `${line}\n`).join(''))
      t.strictSame(outcomes(results), ['done'], stderr)
      t.equal(pool.stat('d1/\xfe/\xff/\xfd').ino, pool.stat('d1/Media/\xff').ino)
      await play.undo()
    }
  })

  t.test('a shadow of the keeper is a copy like others', async (t) => {
    pool.plant({ 'd3/Media/-rf': 'content 0' })
    const play = new PoolPlay(t, pool)
    const json = jdupesJson(pool, ['pool/Media/-rf', 'pool/Down/-rf'])
    const { steps, results } = await play.link(json)
    t.match(linesOf(pool, steps).join(), /^pool-link d2\/Down\/-rf -> d[13]\/Media\/-rf$/)
    t.strictSame(outcomes(results), ['done'])
    t.ok(pool.exists('d1/Media/-rf') && pool.exists('d3/Media/-rf'), 'below --primary all stay')
    await play.undo()
  })

  fs.symlinkSync('disks/d1', `${pool.base}/link`)
  fs.symlinkSync('disks/d1/Media', `${pool.base}/deep`)
  for (const dir of ['bind', 'a:b', 'root']) fs.mkdirSync(`${pool.base}/${dir}`)
  for (const name of ['one', 'two']) fs.symlinkSync('../disks/d1', `${pool.base}/root/${name}`)
  must('mount', '--bind', pool.disk('d1'), `${pool.base}/bind`)

  for (const [name, args, says] of refused)
    t.test(`no branches: ${name}`, async (t) => {
      const typed = args.replaceAll('%', pool.at).replaceAll('@', env.D)
      const flags = [...typed.split(' ').filter(Boolean), '--keep', 'oldest']
      const { status, stdout, stderr } = await run('dd-plan', ['pool-link', ...flags], '')
      t.strictSame([status, stdout], [2, ''])
      t.match(stderr, says)
    })

  const json = jdupesJson(pool, ['d1/Media/-rf', 'd2/Down/-rf'])
  const ways: { [name: string]: string[] } = {
    '--pool-root': ['--pool-root', env.D],
    '--branch': ['--branch', env.D + '/d3', '--branch', env.D + '/d2', '--branch', env.D + '/d1'],
    '--branch, in the pool': ['--branch', `${pool.base}/link`, '--branch', env.D + '/d2'],
  }
  for (const [name, args] of Object.entries(ways))
    t.test(`branches by ${name}`, async (t) => {
      const play = new PoolPlay(t, pool)
      const primary = ['--primary', `${env.D}/d1/Media`]
      const { results, plan } = await play.link(json, [...args, ...primary])
      t.strictSame(outcomes(results), ['done'], plan.stderr)
      await play.undo()
    })

  for (const [option, value, status, says] of notes)
    t.test(`${option}=${value} is noted`, async (t) => {
      pool.mount({ options: { [option]: value } })
      const flags = ['--pool', pool.at, '--keep', 'oldest']
      const ran = await run('dd-plan', ['pool-link', ...flags], json)
      t.equal(ran.status, status, ran.stderr)
      t.match(ran.stderr, says)
      t.equal(
        (await run('dd-plan', ['pool-link', '-q', ...flags], json)).stderr,
        status ? ran.stderr : '',
      )
    })

  t.test('SnapRAID is noted', async (t) => {
    pool.mount()
    pool.plant({ 'd2/snapraid.content': '' })
    const flags = ['--pool', pool.at, '--keep', 'oldest']
    const { stderr } = await run('dd-plan', ['pool-link', ...flags], json)
    t.match(stderr, /SnapRAID is in use \(.*d2\/snapraid.content\): sync before and after/)
  })
})
