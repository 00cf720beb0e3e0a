import { lstatSync, rmSync, utimesSync } from 'node:fs'
import t from 'tap'
import type { Fault } from '../../lib/record/fault.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import { latin1Fields } from '../../lib/walk/latin1-path.js'
import { partWalker, received } from '../../lib/walk/part-walker.js'
import type { Part } from '../../lib/walk/part.js'
import { walkRules } from '../../lib/walk/rules.js'
import { faultText, pathOf, top } from '../helper/walked.js'

const whole = (dir: string): Part => [{ dir: top(dir), names: undefined }]

t.test('each part has what was found in it, what is left, and its own faults', async (t) => {
  const dir = t.testdir({ a: 'x', b: 'x', c: { d: 'x' } })
  const walk = partWalker(await walkRules({}), new FoundFiles(pathOf))
  const first = walk(whole(dir), 1)
  t.strictSame(first.found, [`${dir}/a`])
  t.strictSame(
    first.left.map(({ dir, names }) => [dir.path, names]),
    [[dir, 'b/c']],
  )
  t.strictSame(first.faults, [])
  rmSync(`${dir}/b`)
  const second = walk(structuredClone(first.left), 100)
  t.strictSame(second.found, [`${dir}/c/d`])
  t.strictSame(second.left, [])
  t.strictSame(
    second.faults.map((fault) => faultText(received(structuredClone(fault)))),
    [`stat ${dir}/b: ENOENT`],
  )
  t.strictSame(walk([], 100), { found: [], left: [], faults: [] }, 'and none of those before it')
})

t.test('a directory on another device is left to who reads there', async (t) => {
  const dir = t.testdir({ a: 'x', c: { d: 'x', e: { f: 'x' } } })
  const walk = partWalker(await walkRules({}), new FoundFiles(pathOf))
  const { found, left } = walk([{ dir: { ...top(dir), dev: -1n }, names: undefined }], 100)
  t.strictSame(found, [`${dir}/a`])
  t.strictSame(
    left.map(({ dir, names }) => [dir.path, names]).filter(([, names]) => names !== ''),
    [[`${dir}/c`, undefined]],
  )
  const next = walk(structuredClone(left), 100)
  t.strictSame(next.found, [`${dir}/c/d`, `${dir}/c/e/f`])
  t.strictSame(next.left, [])
})

t.test('nothing found is no batch', async (t) => {
  const dir = t.testdir({ d: {}, empty: '' })
  const walk = partWalker(await walkRules({}), new FoundFiles(pathOf))
  t.strictSame(walk(whole(dir), 100), { found: [], left: [], faults: [] })
})

const path = latin1Fields('/p/\xff')
const denied = Object.assign(new Error('permission denied'), { code: 'EACCES' })

// prettier-ignore
const faults: [name: string, sent: Parameters<typeof received>[0], want: Fault][] = [
  ['an error of the system', { doing: 'list', path, code: 'EACCES', message: 'permission denied' }, { doing: 'list', path, cause: denied }],
  ['a reason of ours',       { doing: 'record', path, code: '', message: 'too large' },             { doing: 'record', path, cause: 'too large' }],
  ['about no path',          { doing: 'walk', code: '', message: 'no' },                            { doing: 'walk', cause: 'no' }],
]

for (const [name, sent, want] of faults)
  t.test(`a fault comes out as it was: ${name}`, async (t) => {
    const fault = received(structuredClone(sent))
    t.strictSame(fault, want)
    t.equal((fault.cause as NodeJS.ErrnoException).code, sent.code || undefined)
  })

t.test('names that are not UTF-8 cross in a fault, too', async (t) => {
  const dir = t.testdir()
  const odd = Buffer.from(`${dir}/\xff`, 'latin1')
  const walk = partWalker(await walkRules({}), new FoundFiles(pathOf))
  const part: Part = [{ dir: top(dir), names: '\xff' }]
  const [fault] = walk(part, 1).faults
  t.equal(faultText(received(structuredClone(fault!))), `stat ${odd.toString('latin1')}: ENOENT`)
})

t.test('what no record can hold is told in words', async (t) => {
  const dir = t.testdir({ f: 'x' })
  utimesSync(`${dir}/f`, 5, 2e11)
  if (lstatSync(`${dir}/f`).mtimeMs < 2e14) return t.comment('no such times on this file system')
  const walk = partWalker(await walkRules({}), new FoundFiles(pathOf))
  const [fault] = walk(whole(dir), 1).faults
  t.equal(received(fault!).cause, 'modified at no sensible time')
})
