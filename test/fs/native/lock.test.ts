import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { calls, noNative } from '../../helper/native.js'
import { Scratch } from '../../helper/scratch.js'

t.test('one lock at a time', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const [one, two] = [openSync(scratch.at('a'), 'r'), openSync(scratch.at('a'), 'r')]
  t.equal(calls.lock(one), true)
  t.equal(calls.lock(one), true, 'whoever has it may have it again')
  t.equal(calls.lock(two), false)
  closeSync(one)
  t.equal(calls.lock(two), true)
  closeSync(two)
  t.throws(() => calls.lock(two), { code: 'EBADF' })
})

t.test('writers are seen', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const [reader, writer] = [openSync(scratch.at('a'), 'r'), openSync(scratch.at('a'), 'r+')]
  t.equal(calls.hasWriter(reader), true)
  closeSync(writer)
  t.equal(calls.hasWriter(reader), false)
  t.doesNotThrow(() => closeSync(openSync(scratch.at('a'), 'r+')), 'no lease is left')
  closeSync(reader)
  const device = openSync('/dev/null', 'r')
  t.equal(calls.hasWriter(device), undefined, 'nobody knows')
  closeSync(device)
})
