import t from 'tap'
import { chooseKeepers } from '../../lib/plan/choose-keepers.js'
import { findNames } from '../../lib/plan/find-names.js'
import { policyOf, type PlanFlags } from '../../lib/plan/policy.js'
import { Tally } from '../../lib/plan/tally.js'
import { unitsOf } from '../../lib/plan/unit.js'
import type { FileRecord } from '../../lib/record/file.js'
import { paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

function chosen(files: FileRecord[], flags: PlanFlags): string {
  const policy = policyOf('delete', flags)
  const units = unitsOf(findNames(files, policy, new Tally()), policy)
  const ids = chooseKeepers(units, policy)
  const kept = units.filter(({ id }) => ids.has(id))
  return kept.map(({ names }) => names.map(({ file }) => file.path).join('+')).join(' ')
}

const [a, b, c] = [file('/a'), file('/b'), file('/c')]
const far = file('/far', { dev: '2' })
const farther = file('/farther', { dev: '3' })
const out = file('/a/out', { nlink: 2 })
const alsoOut = file('/dl/out', { ino: out.ino, nlink: 2 })
const p1 = file('/p/1', { nlink: 2 })
const alsoP1 = file('/z/1', { ino: p1.ino, nlink: 2 })
const p2 = file('/q/2')
const [dl, primary] = [paths('/dl'), paths('/p', '/q')]
const [within, onDevices, isolate] = [paths('/a', '/b'), true, true] as const

const x = file('/r/x', { root: '/r', nlink: 2 })
const alsoX = file('/s/x', { root: '/s', ino: x.ino, nlink: 2 })
const y = file('/t/y', { root: '/t' })

// prettier-ignore
const cases: [name: string, files: FileRecord[], flags: PlanFlags, want: string][] = [
  ['one',                                  [c, b, a],          {},                           '/a'],
  ['two',                                  [c, b, a],          { copies: 2 },                '/a /b'],
  ['more than there are: all',             [b, a],             { copies: 9 },                '/a /b'],
  ['what stays anyway counts first',       [a, b, c],          { within },                   '/c'],
  ['and the rest fills up',                [a, b, c],          { within, copies: 2 },        '/a /c'],
  ['two on two devices',                   [a, b, far],        { copies: 2, onDevices },     '/a /far'],
  ['three on two devices: still three',    [a, b, far],        { copies: 3, onDevices },     '/a /b /far'],
  ['three of four on three devices',       [a, b, far, farther], { copies: 3, onDevices },   '/a /far /farther'],
  ['no second device: two all the same',   [a, b, c],          { copies: 2, onDevices },     '/a /b'],
  ['what stays with all its names first',  [out, alsoOut, c],  { within: dl },               '/c'],
  ['but an earlier --primary before that', [p1, alsoP1, p2],   { primary },                  '/p/1+/z/1'],
  ['roots',                                [x, y],             { isolate },                  '/r/x'],
  ['two roots with one inode: one copy',   [x, alsoX, y],      { isolate, copies: 2 },       '/r/x /t/y'],
]

for (const [name, files, flags, want] of cases)
  t.test(name, async (t) => {
    t.equal(chosen(files, flags), want)
    t.equal(chosen(files.toReversed(), flags), want)
  })
