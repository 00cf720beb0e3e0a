import t from 'tap'
import { readRmlint } from '../../lib/import/read-rmlint.js'
import { imported } from '../helper/foreign.js'

const file = (path: string, isOriginal: boolean, size = 1) => ({
  type: 'duplicate_file',
  path,
  size,
  is_original: isOriginal,
})
const head = (cwd: string) => ({ description: 'rmlint json-dump', cwd, args: 'rmlint' })

t.test('sets as groups, without a digest', async (t) => {
  const dir = t.testdir({ a: '!', b: '!', four: 'four' })
  const broken = file('<BROKEN PATH>', false)
  const text = JSON.stringify([
    head(`${dir}/`),
    file(`${dir}/b`, true),
    broken,
    file(`${dir}/a`, false),
    file(`${dir}/four`, true, 4),
  ])
  t.strictSame(await imported(readRmlint, text, dir, ''), {
    groups: ['b a'],
    said: ['import <BROKEN PATH>: rmlint could not write its path down'],
  })
})

t.test('relative paths count from its directory', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const text = JSON.stringify([head(`${dir}/`), file('b', true), file('a', false)])
  t.strictSame((await imported(readRmlint, text, dir, '')).groups, ['b a'])
})

t.test('sets of files of several sizes, of which a part was compared', async (t) => {
  const dir = t.testdir({ a: '!', four: 'four' })
  const text = JSON.stringify([file(`${dir}/a`, true), file(`${dir}/four`, false, 4)])
  const { groups, said } = await imported(readRmlint, text, dir)
  t.strictSame(groups, [])
  t.match(said, [/the files of its set are not of one size$/])
})
