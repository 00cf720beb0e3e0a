import { symlinkSync } from 'node:fs'
import t from 'tap'
import { canMeetTwice } from '../../lib/walk/meets-twice.js'
import { majorMinor } from '../../lib/fs/mounts.js'
import { top } from '../helper/walked.js'

const dir = t.testdir({ a: { b: {} }, c: {}, f: 'x' })
symlinkSync('a/b', `${dir}/link`)
// A machine with nothing but the file system of the test.
const mounts = [
  {
    id: '1',
    dev: majorMinor(top(dir).dev),
    root: '/',
    point: '/',
    type: 'ext4',
    source: 'x',
    readOnly: false,
  },
]

// prettier-ignore
const cases: [operands: string[], want: boolean][] = [
  [['a'],            false],
  [['a', 'c'],       false],
  [['a', 'a/b'],     true],
  [['link', 'a'],    true],
  [['link', 'c'],    false],
  [['f', 'a'],       false],
  [['f', '.'],       true],
  [['none', 'a'],    false],
  [['none', 'none'], false],
  [[],               false],
]

for (const [operands, want] of cases)
  t.test(operands.join(' '), async (t) => {
    t.equal(
      canMeetTwice(
        operands.map((name) => `${dir}/${name}`),
        mounts,
      ),
      want,
    )
  })

t.test('where the mounts are not known, or the operands many, it is taken to be so', async (t) => {
  t.equal(canMeetTwice([`${dir}/a`], undefined), true)
  t.equal(
    canMeetTwice(
      Array.from({ length: 101 }, (_, i) => `/${i}`),
      mounts,
    ),
    true,
  )
})
