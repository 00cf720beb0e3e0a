import t from 'tap'
import { StandIns } from '../../lib/apply/stand-ins.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathKey } from '../../lib/record/path.js'
import type { StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

/**
 * Names are linked in turn, each where it is tried first and then where it is sent to, until one takes
 * it: `name>keeper`, or `name!` for one that takes no other's name any more.
 */
function play(names: readonly string[], takes: (keep: string, dir: string) => boolean) {
  const standIns = new StandIns()
  const tried: string[] = []
  const linked = names.map((name) => {
    let next: StepRecord | undefined = standIns.of(step('hardlink', file(name), file('/k')))
    for (; next; next = standIns.refused(next)) {
      const keep = pathKey(next.keep!)
      tried.push(`${name}>${keep}`)
      if (takes(keep, name.slice(0, name.lastIndexOf('/')))) return `${name}>${keep}`
    }
    return `${name}!`
  })
  return { linked: linked.join(' '), tried: tried.join(' ') }
}

/** Each takes so many names, in all, or in a directory. */
function limited(most: number, where: (keep: string, dir: string) => string) {
  const taken = new Map<string, number>()
  return (keep: string, dir: string) => {
    const names = taken.get(where(keep, dir)) ?? 0
    taken.set(where(keep, dir), Math.min(most, names + 1))
    return names < most
  }
}

const inode = (keep: string) => keep
const directory = (keep: string, dir: string) => `${keep} ${dir}`

// prettier-ignore
const cases: [name: string, names: string, takes: (keep: string, dir: string) => boolean, linked: string][] = [
  ['no limit',                      '/d/1 /e/2',                () => true,             '/d/1>/k /e/2>/k'],
  ['a limit of the inode',          '/d/1 /d/2 /d/3',           limited(1, inode),      '/d/1>/k /d/2! /d/3>/d/2'],
  ['reached again',                 '/d/1 /d/2 /d/3 /d/4 /d/5', limited(1, inode),      '/d/1>/k /d/2! /d/3>/d/2 /d/4! /d/5>/d/4'],
  ['in another directory, too',     '/d/1 /d/2 /e/3',           limited(1, inode),      '/d/1>/k /d/2! /e/3>/d/2'],
  ['none left in a third',          '/d/1 /d/2 /e/3 /f/4 /d/5', limited(1, inode),      '/d/1>/k /d/2! /e/3>/d/2 /f/4! /d/5>/f/4'],
  ['a limit of the directory',      '/d/1 /d/2 /e/3 /d/4',      limited(1, directory),  '/d/1>/k /d/2! /e/3>/k /d/4>/d/2'],
]

for (const [name, names, takes, linked] of cases)
  t.test(name, async (t) => {
    t.equal(play(names.split(' '), takes).linked, linked)
  })

t.test('a keeper that is full is tried in two directories, not in all', async (t) => {
  const names = Array.from({ length: 100 }, (_, i) => `/${i}/x`)
  const { tried } = play(names, (keep) => keep === '/0/x')
  t.equal(tried.match(/>\/k/g)?.length, 2)
})

t.test('a stand-in that is full is not tried again in its directory', async (t) => {
  const { tried } = play(['/d/1', '/d/2', '/d/3', '/d/4', '/d/5', '/d/6'], limited(1, inode))
  t.equal(tried, '/d/1>/k /d/2>/k /d/3>/d/2 /d/4>/d/2 /d/5>/d/4 /d/6>/d/4')
})

t.test('each keeper has stand-ins of its own, and only for hard links', async (t) => {
  const standIns = new StandIns()
  const [a, b, keep, other] = ['/a', '/b', '/k', '/o'].map((path) => file(path)) as [
    FileRecord,
    FileRecord,
    FileRecord,
    FileRecord,
  ]
  for (const op of ['pool-link', 'delete'] as const)
    t.equal(standIns.refused(step(op, a, keep)), undefined, op)
  t.equal(standIns.refused(step('hardlink', a, keep)), undefined)
  t.equal(standIns.of(step('hardlink', b, keep)).keep, a)
  for (const same of [step('hardlink', b, other), step('delete', b, keep), step('hardlink', b, a)])
    t.equal(standIns.of(same), same, `${same.op} ${same.keep?.path}`)
})
