import { execFileSync } from 'node:child_process'
import t from 'tap'
import { readAttribute } from '../../lib/fs/read-attribute.js'

const dir = t.testdir({ with: 'x', without: 'x' })

function canSet(): boolean {
  try {
    execFileSync('setfattr', ['-n', 'user.dd', '-v', 'a=RW:b', `${dir}/with`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

t.test('an attribute', { skip: canSet() ? false : 'cannot set one here' }, async (t) => {
  t.equal(readAttribute(`${dir}/with`, 'user.dd'), 'a=RW:b')
})

t.test('none', async (t) => {
  t.equal(readAttribute(`${dir}/without`, 'user.dd'), undefined)
  t.equal(readAttribute(`${dir}/none`, 'user.dd'), undefined)
})
