// dd-dupes as a process: several file systems, one name at two places, pools, and who reads from what.
import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { bindMount, loopFs, tmpfs } from '../helper/mounts.js'
import { plantDupes } from '../helper/dupes-tree.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { BIN, records, run, shell, type Ran } from '../helper/run.js'
import { content } from '../helper/sandbox.js'
import { Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'
import { untimed } from '../helper/untimed.js'

const MIB = 2 ** 20

/** What dd-dupes finds, as names below a directory. */
function names({ stdout }: Ran, dir: string): string[][] {
  return records(stdout).map(({ files }) =>
    files.map(({ path }: any) => path.replace(`${dir}/`, '')),
  )
}

/** The same bytes as the pipeline writes. */
async function sameAsPipeline(t: Test, cwd: string, args: string): Promise<Ran> {
  const [got, want] = await Promise.all([
    shell(`dd-dupes -q ${args}`, { cwd }).then(untimed),
    shell(`dd-walk ${args} | dd-group --by size | dd-hash | dd-group`, { cwd }).then(untimed),
  ])
  t.ok(got.stdout.length > 0)
  t.equal(got.stdout, want.stdout)
  return got
}

/** Pairs of equal files, more than a batch of each lane. */
function plantPairs(dir: string, sizes: readonly number[]): void {
  sizes.forEach((bytes, i) => {
    for (const name of ['a', 'b']) writeFileSync(`${dir}/${name}${i}`, content(i, bytes))
  })
}

const PAIRS = [3 * MIB, 2 * MIB + 5, 2 * MIB + 9, 300_000, 80_000, 9000, 8000, 700, 60]

/** Who has which files open while dd-dupes runs: lines of opens and closes, in their order. */
function opens(operands: readonly string[]): { readonly path: string; readonly isOpen: boolean }[] {
  const log = join(tmpfs(t), 'strace')
  const trace = ['-f', '-qq', '-y', '-o', log, '-e', 'trace=open,openat,close']
  const node = ['env', '-u', 'NODE_OPTIONS', process.execPath, join(BIN, 'dd-dupes.js')]
  spawnSync('strace', [...trace, ...node, '-q', '--threads', '4', ...operands])
  return readFileSync(log, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const opened = /open(?:at)?(?:\(| resumed).* = \d+<(.*)>$/.exec(line)?.[1]
      const path = opened ?? /close\(\d+<([^>]*)>/.exec(line)?.[1]
      const isFile = path !== undefined && operands.some((dir) => path.startsWith(`${dir}/`))
      return isFile ? [{ path, isOpen: opened !== undefined }] : []
    })
}

/** The most files below a directory that were open at a time. */
function mostOpen(log: ReturnType<typeof opens>, dir: string): number {
  const open = new Set<string>()
  let most = 0
  for (const { path, isOpen } of log.filter(({ path }) => path.startsWith(`${dir}/`))) {
    if (isOpen) open.add(path)
    else open.delete(path)
    most = Math.max(most, open.size)
  }
  return most
}

/** Say of the disk of a mount that it has a head, or none. */
function setRotational(t: Test, dir: string, isRotational: boolean): void {
  const { dev } = statSync(dir, { bigint: true })
  const file = `/sys/dev/block/${(dev >> 8n) & 0xfffn}:${dev & 0xffn}/queue/rotational`
  const before = readFileSync(file)
  writeFileSync(file, isRotational ? '1' : '0')
  t.teardown(() => writeFileSync(file, before))
}

withOwnMounts(t, import.meta.filename, ['mkfs.ext4', 'mergerfs'], () => {
  t.test('two disks: an inode number on both is two files', async (t) => {
    const disks = [loopFs(t, 'ext4', 16), loopFs(t, 'ext4', 16)]
    for (const [i, disk] of disks.entries()) {
      writeFileSync(`${disk}/equal`, 'content')
      writeFileSync(`${disk}/other`, `other ${i}`)
      linkSync(`${disk}/equal`, `${disk}/equal too`)
    }
    const inodes = disks.map((disk) => statSync(`${disk}/other`).ino)
    t.equal(inodes[0], inodes[1], 'as on two new disks')
    const found = await sameAsPipeline(t, '/', disks.join(' '))
    const want = disks.flatMap((disk) => [`${disk}/equal`, `${disk}/equal too`])
    t.strictSame(names(found, ''), [want.sort().map((path) => path.slice(1))])
  })

  t.test(
    'two disks with a head: both at once, one file of each at a time',
    { skip: cannotTrace() },
    async (t) => {
      const disks = [loopFs(t, 'ext4', 64), loopFs(t, 'ext4', 64)]
      for (const disk of disks) {
        plantPairs(disk, PAIRS)
        setRotational(t, disk, true)
      }
      const log = opens(disks)
      t.strictSame(
        disks.map((disk) => mostOpen(log, disk)),
        [1, 1],
      )
      const places = disks.map((disk) => {
        const at = [...log.keys()].filter((i) => log[i]!.path.startsWith(`${disk}/`))
        return { first: at.at(0)!, last: at.at(-1)! }
      })
      t.ok(
        places[0]!.first < places[1]!.last && places[1]!.first < places[0]!.last,
        'not one after the other',
      )
      await sameAsPipeline(t, '/', disks.join(' '))

      for (const disk of disks) setRotational(t, disk, false)
      t.ok(mostOpen(opens(disks), disks[0]!) > 1, 'several where there is no head')
    },
  )

  t.test('in memory', async (t) => {
    const dir = tmpfs(t, 'size=64m')
    plantDupes(new Scratch(t, dir))
    const { stdout } = await sameAsPipeline(t, dir, '')
    t.equal(records(stdout).length, 28)
  })

  t.test('one name at two places is no copy of itself', async (t) => {
    const dir = tmpfs(t)
    mkdirSync(`${dir}/d`)
    for (const name of ['d/a', 'd/b', 'c'])
      writeFileSync(`${dir}/${name}`, name === 'c' ? 'other' : 'content')
    const there = bindMount(t, dir)
    t.match(await run('dd-dupes', ['-q', `${dir}/c`, `${there}/c`]), {
      status: 0,
      stdout: '',
      stderr: '',
    })
    const found = await sameAsPipeline(t, '/', `${dir} ${there}`)
    t.strictSame(names(found, dir), [['d/a', 'd/b']])
    t.strictSame(names(await sameAsPipeline(t, '/', `${there}/d ${dir}`), `${there}`), [
      ['d/a', 'd/b'],
    ])
  })

  t.test('--one-file-system', async (t) => {
    const dir = tmpfs(t)
    for (const name of ['a', 'b']) writeFileSync(`${dir}/${name}`, 'content')
    mkdirSync(`${dir}/m`)
    spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', `${dir}/m`])
    t.teardown(() => spawnSync('umount', [`${dir}/m`]))
    writeFileSync(`${dir}/m/c`, 'content')
    t.strictSame(names(await sameAsPipeline(t, dir, '.'), dir), [['a', 'b', 'm/c']])
    t.strictSame(names(await sameAsPipeline(t, dir, '--one-file-system .'), dir), [['a', 'b']])
  })

  t.test('a disk that fills up in the middle of a write', async (t) => {
    const scratch = new Scratch(t)
    plantDupes(scratch)
    const full = tmpfs(t, 'size=8k')
    for (const format of ['ndjson', 'csv']) {
      const { status, stderr } = await shell(`dd-dupes -q --format ${format} > '${full}/out'`, {
        cwd: scratch.root,
      })
      t.strictSame(
        [status, stderr],
        [4, 'dd-dupes: write standard output: no space left on device\n'],
      )
      t.equal(statSync(`${full}/out`).size, 8192)
    }
  })

  const POOL = new Pool(t, { d1: ['ext4', 64], d2: ['ext4', 64] })
  const [d1, d2] = [POOL.disk('d1'), POOL.disk('d2')]

  t.test('a pool: found, with the advice to name its branches', async (t) => {
    POOL.wipe()
    POOL.plant({ 'd1/a': 'content', 'd2/b': 'content', 'd2/c': '=d2/b', 'd1/d': 'another' })
    POOL.mount()
    const { status, stderr, stdout } = await run('dd-dupes', [POOL.at])
    const advice = `dd-dupes: "${POOL.at}" is a mergerfs pool: name its branches instead: "${d1}" "${d2}"\n`
    t.equal(status, 0)
    t.ok(stderr.startsWith(advice), stderr)
    t.equal((await run('dd-dupes', ['-q', POOL.at])).stderr, '', 'none where it is to be quiet')
    t.strictSame(names({ stdout } as Ran, POOL.at), [['a', 'b', 'c']])
    await sameAsPipeline(t, '/', POOL.at)
    t.equal((await run('dd-dupes', ['-q', d1, d2])).stderr, '', 'none for its branches')
  })

  for (const [what, operands] of [
    ['a branch of it', [POOL.at, d1]],
    ['a part of a branch', [`${d2}/sub`, POOL.at]],
    ['what holds both', [POOL.base]],
  ] as const)
    t.test(`a pool and ${what} are refused, and nothing is read`, async (t) => {
      POOL.wipe()
      POOL.plant({ 'd1/sub/a': 'content', 'd2/sub/b': 'content' })
      POOL.mount()
      for (const flags of [[], ['-q', '--unique']]) {
        const { status, stdout, stderr } = await run('dd-dupes', [...flags, ...operands])
        t.strictSame([status, stdout], [2, ''])
        t.match(
          stderr,
          `dd-dupes: usage: the pool "${POOL.at}" and a branch of it in one walk: each file would be a copy of itself`,
        )
      }
    })

  t.test(
    'a file system in user space is asked one thing at a time',
    { skip: cannotTrace() },
    async (t) => {
      POOL.wipe()
      for (const disk of [d1, d2]) plantPairs(disk, PAIRS)
      for (const name of readdirSync(d2)) linkSync(`${d2}/${name}`, `${d2}/link of ${name}`)
      POOL.mount()
      t.equal(mostOpen(opens([POOL.at]), POOL.at), 1)
      await sameAsPipeline(t, '/', POOL.at)
    },
  )
})
