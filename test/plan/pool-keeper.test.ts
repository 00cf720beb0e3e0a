import t from 'tap'
import { findNames } from '../../lib/plan/find-names.js'
import type { PlanFlags } from '../../lib/plan/policy.js'
import { choosePoolKeeper } from '../../lib/plan/pool-keeper.js'
import { Tally } from '../../lib/plan/tally.js'
import type { FileRecord } from '../../lib/record/file.js'
import { nameOf, paths } from '../helper/plan.js'
import { onBranch, poolOf, type Modes } from '../helper/pool-plan.js'

const a = onBranch('/a', 'x')
const [b, b2] = [onBranch('/b', 'x'), onBranch('/b', 'y')]
const linked = onBranch('/b', 'l', { nlink: 3 })
const c = onBranch('/c', 'x', { mtimeNs: '1500000000000000000' })
const keep = ['order'] as const
const oldest = { keep: ['oldest'] } as const
const primary = paths('/b')

// prettier-ignore
const cases: [name: string, flags: PlanFlags, modes: Modes, files: FileRecord[], want: string][] = [
  ['as listed',                         { keep },                   {},                                   [b, a, c],          '/b/x'],
  ['the oldest',                        oldest,                     {},                                   [a, b, c],          '/c/x'],
  ['most copies',                       { keep },                   {},                                   [a, b, b2],         '/b/x'],
  ['most links, those outside too',     { keep },                   {},                                   [a, linked, c],     '/b/l'],
  ['most space',                        { keep },                   { '/c': { free: 2000 } },             [a, b, c],          '/c/x'],
  ['copies before space',               { keep },                   { '/a': { free: 2000 } },             [a, b, b2],         '/b/x'],
  ['space before age',                  oldest,                     { '/a': { free: 2000 } },             [a, b, c],          '/a/x'],
  ['not NC',                            { keep },                   { '/a': { mode: 'NC' } },             [a, b],             '/b/x'],
  ['not NC, before copies',             { keep },                   { '/b': { mode: 'NC' } },             [a, b, b2],         '/a/x'],
  ['not below its least',               { keep },                   { '/a': { minFree: 1001 } },          [a, b],             '/b/x'],
  ['but just at it',                    { keep },                   { '/a': { minFree: 1000 } },          [a, b],             '/a/x'],
  ['NC, if all are',                    { keep },                   { '/a': { mode: 'NC' }, '/b': { mode: 'NC' } }, [a, b],   '/a/x'],
  ['never RO',                          { keep },                   { '/b': { mode: 'RO' } },             [a, b, b2],         '/a/x'],
  ['none',                              { keep },                   { '/a': { mode: 'RO' } },             [a],                'no-branch'],
  ['--primary before all',              { primary, keep },          { '/b': { mode: 'NC', free: 0 } },    [a, c, b],          '/b/x'],
  ['the first of them',                 { primary: paths('/c', '/b') }, {},                               [b, b2, c],         '/c/x'],
  ['none below --primary',              { primary },                {},                                   [a, c],             'no-primary'],
  ['but one read-only',                 { primary },                { '/b': { mode: 'RO' } },             [a, b],             'no-branch'],
  ['none below, but --keep',            { primary, keep },          {},                                   [c, a],             '/c/x'],
  ['what stays anyway',                 { keep, within: paths('/a', '/b') }, {},                          [a, b, c],          '/c/x'],
]

for (const [name, flags, modes, files, want] of cases)
  t.test(name, async (t) => {
    const pool = poolOf(flags, modes)
    const names = findNames(files, pool.policy, new Tally())
    const chosen = choosePoolKeeper(names, pool)
    t.equal(typeof chosen === 'string' ? chosen : nameOf(chosen.file), want)
  })
