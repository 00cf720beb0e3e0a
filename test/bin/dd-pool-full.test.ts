// Disks that take no more: no space, no inodes, no links. Nothing is left half made.
import * as fs from 'node:fs'
import t from 'tap'
import type { ResultRecord } from '../../lib/record/result.js'
import { outcomes } from '../helper/applied.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'
import { records, run } from '../helper/run.js'

function untilFull(make: (i: number) => void): void {
  for (let i = 0; ; i++)
    try {
      make(i)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      return
    }
}

function directories(dir: string): void {
  untilFull((i) => fs.mkdirSync(`${dir}/dir${i}`))
}

function blocks(dir: string): void {
  untilFull((i) => fs.appendFileSync(`${dir}/big`, Buffer.alloc(i < 4 ? 2 ** 19 : 1024)))
  directories(dir) // ext4 keeps some blocks back for these
}

/** Use up a disk, but for what `spare` directories take. */
function fill(dir: string, use: (dir: string) => void, spare: number): void {
  const spares = [0, 1].map((i) => `${dir}/spare${i}`)
  for (const one of spares) fs.mkdirSync(one, { recursive: true })
  use(dir)
  for (const one of spares.slice(0, spare)) fs.rmdirSync(one)
}

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'getfattr'], () => {
  const pool = new Pool(t, {
    few: ['ext4', 4, '-m', '0', '-b', '1024', '-N', '64'],
    small: ['ext4', 4, '-m', '0', '-b', '1024'],
    d2: ['ext4', 24],
  })

  for (const [what, disk, use] of [
    ['no inodes', 'few', directories],
    ['no blocks', 'small', blocks],
  ] as const)
    for (const spare of [0, 1, 2])
      t.test(`${what} for directories, but for ${spare}`, async (t) => {
        pool.wipe()
        pool.plant({ [`${disk}/Media/k`]: 'content', 'd2/a/b/c/d': 'content' })
        fill(pool.path(`${disk}/fill`), use, spare)
        pool.mount()
        const play = new PoolPlay(t, pool)
        const json = jdupesJson(pool, [`${disk}/Media/k`, 'd2/a/b/c/d'])
        const { results, apply } = await play.link(json)
        t.strictSame(outcomes(results), ['failed ENOSPC'])
        t.match(apply.stderr, /d": mkdir: no space left on device/)
        t.strictSame(play.picture(), play.before)
      })

  t.test('as many links as ext4 takes', async (t) => {
    pool.wipe()
    pool.plant({ 'd2/Media/k': 'content', 'small/x/d': 'content', 'few/y/e': 'content' })
    pool.mount()
    const play = new PoolPlay(t, pool)
    fs.mkdirSync(pool.path('d2/links'))
    for (let i = 0; i < 64_998; i++)
      fs.linkSync(pool.path('d2/Media/k'), pool.path(`d2/links/${i}`))
    const plan = await play.plan(jdupesJson(pool, ['d2/Media/k', 'small/x/d', 'few/y/e']))
    play.journal = `${pool.base}/journal.csv`
    const ran = await run('dd-apply', ['--apply', '--journal', play.journal], plan.stdout)
    fs.rmSync(pool.path('d2/links'), { recursive: true }) // or every look at the pool would see them
    t.strictSame(outcomes(records(ran.stdout) as ResultRecord[]), ['done', 'skipped full'])
    t.match(ran, {
      status: 0,
      stderr: /: 1 file stays as it is: no more hard links can be made to/,
    })
    play.judge()
    await play.undo()
  })
})
