import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { calls, noNative } from '../../helper/native.js'
import { cannotMount, loopFs, must, tmpfs } from '../../helper/mounts.js'
import { Scratch } from '../../helper/scratch.js'

function ask<T>(path: Buffer, question: (fd: number) => T): T {
  const fd = openSync(path, 'r')
  try {
    return question(fd)
  } finally {
    closeSync(fd)
  }
}

const NONE = { isImmutable: false, isAppendOnly: false, isNoCow: false }

// prettier-ignore
const flags: [flag: string, want: object][] = [
  ['i', { isImmutable: true }],
  ['a', { isAppendOnly: true }],
  ['C', { isNoCow: true }],
]

t.test('what chattr sets', { skip: noNative || cannotMount('btrfs') }, async (t) => {
  const scratch = new Scratch(t, loopFs(t, 'btrfs', 128))
  scratch.write('a', '')
  const path = String(scratch.at('a'))
  t.strictSame(ask(scratch.at('a'), calls.attributes), NONE)
  for (const [flag, want] of flags) {
    must('chattr', `+${flag}`, path)
    t.strictSame(ask(scratch.at('a'), calls.attributes), { ...NONE, ...want }, `+${flag}`)
    must('chattr', `-${flag}`, path)
  }
  t.strictSame(ask(scratch.at(''), calls.attributes), NONE, 'a directory')
  t.equal(ask(Buffer.from('/proc/self/status'), calls.attributes), undefined)
})

for (const [option, want] of [
  ['reflink=1', true],
  ['reflink=0', false],
] as const)
  t.test(`an XFS made with ${option}`, { skip: noNative || cannotMount('xfs') }, async (t) => {
    const dir = loopFs(t, 'xfs', 320, { make: ['-m', option] })
    t.equal(ask(Buffer.from(dir), calls.xfsReflinks), want)
  })

t.test('what is no XFS', { skip: noNative || cannotMount() }, async (t) => {
  t.equal(ask(Buffer.from(tmpfs(t)), calls.xfsReflinks), undefined)
})
