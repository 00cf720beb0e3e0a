import { rmSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { LoneFiles } from '../../lib/walk/lone-files.js'
import { look } from '../../lib/walk/look.js'
import { SeenNames } from '../../lib/walk/seen-names.js'
import { job, stats, top, type TestJob } from '../helper/walked.js'

function take(asked: TestJob, ...paths: string[]): string[] {
  const lone = new LoneFiles(asked)
  for (const path of paths) lone.take(path, look(path, asked.fault)!)
  return asked.found.takeBatch()
}

t.test('files are found with their directory as root', async (t) => {
  const dir = t.testdir({ a: 'x', d: { b: 'x' } })
  const roots = await job({}, (at, name) => `${at.root}|${at.below}|${name}`)
  const want = [`${dir}||a`, `${dir}/d||b`, `${dir}||a`]
  t.strictSame(take(roots, `${dir}/a`, `${dir}/d/b`, `${dir}/a`), want)
})

t.test('a file of the root directory', async (t) => {
  const asked = await job()
  new LoneFiles(asked).take('/f', stats({ size: 1n }))
  t.strictSame(asked.found.takeBatch(), ['/f'])
})

t.test('the rules hold for them, but a hidden one was asked for by name', async (t) => {
  const dir = t.testdir({ 'a.jpg': 'x', 'b.png': 'x', '.c.jpg': 'x', empty: '' })
  const all = ['a.jpg', 'b.png', '.c.jpg', 'empty'].map((name) => `${dir}/${name}`)
  const asked = await job({ exclude: ['*.png'], hidden: false })
  t.strictSame(take(asked, ...all), [`${dir}/a.jpg`, `${dir}/.c.jpg`])
})

t.test('a name that was met before is not found again, under whatever spelling', async (t) => {
  const dir = t.testdir({ d: { a: 'x', b: 'x' }, e: { a: 'x' } })
  symlinkSync('d', `${dir}/link`)
  const seen = new SeenNames()
  seen.enter(top(`${dir}/e`), Infinity)
  const asked = await job({}, undefined, seen)
  const given = ['d/a', 'link/a', 'd/a', 'link/b', 'e/a'].map((name) => `${dir}/${name}`)
  t.strictSame(take(asked, ...given), [`${dir}/d/a`, `${dir}/link/b`])
})

t.test('the target of a symlink is found by its own name', async (t) => {
  const dir = t.testdir({ d: { a: 'x' } })
  symlinkSync('d/a', `${dir}/one`)
  symlinkSync('one', `${dir}/two`)
  const asked = await job({}, undefined, new SeenNames())
  const lone = new LoneFiles(asked)
  lone.takeTarget(`${dir}/two`)
  lone.takeTarget(`${dir}/one`)
  t.strictSame(asked.found.takeBatch(), [`${dir}/d/a`])
  rmSync(`${dir}/d/a`)
  lone.takeTarget(`${dir}/two`)
  t.strictSame(asked.faults, [`follow ${dir}/two: ENOENT`])
})

t.test('a directory that cannot be looked at is a fault', async (t) => {
  const asked = await job()
  new LoneFiles(asked).take('/none/a', stats({ size: 1n }))
  t.strictSame(asked.faults, ['stat /none: ENOENT'])
  t.ok(asked.found.isEmpty)
})
