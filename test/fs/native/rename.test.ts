import { symlinkSync } from 'node:fs'
import t from 'tap'
import { calls, noNative } from '../../helper/native.js'
import { Scratch } from '../../helper/scratch.js'

t.test('two names swap', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a\xff', 'one')
  symlinkSync('x', scratch.at('b'))
  calls.exchange(scratch.at('a\xff'), scratch.at('b'))
  t.strictSame(scratch.names(), ['a\xff -> x', 'b'])
  t.equal(scratch.read('b'), 'one')
  t.throws(() => calls.exchange(scratch.at('b'), scratch.at('none')), { code: 'ENOENT' })
})

t.test('a rename that never replaces', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a', 'one')
  scratch.write('b', 'two')
  t.throws(() => calls.renameNoReplace(scratch.at('a'), scratch.at('b')), { code: 'EEXIST' })
  calls.renameNoReplace(scratch.at('a'), scratch.at('c\xff'))
  t.strictSame(scratch.names(), ['b', 'c\xff'])
})
