import { mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { NameKeys, numberOf } from '../../lib/apply/name-keys.js'
import { pathFields } from '../../lib/record/path.js'
import { bindMount, cannotMount } from '../helper/mounts.js'
import { Scratch } from '../helper/scratch.js'

t.test('one name has one key, whatever leads to it', async (t) => {
  const scratch = new Scratch(t)
  mkdirSync(scratch.at('real'))
  mkdirSync(scratch.at('other'))
  symlinkSync('real', scratch.at('alias'))
  const keys = new NameKeys()
  const key = (name: string) => keys.key(pathFields(scratch.at(name)))
  t.equal(key('real/a'), key('alias/a'))
  t.equal(keys.hash(pathFields(scratch.at('real/a'))), keys.hash(pathFields(scratch.at('alias/a'))))
  const others = ['real/a', 'real/b', 'other/a', 'a', 'none/a', 'none/b', 'real/\xff', 'real/\xfe']
  t.equal(new Set(others.map(key)).size, others.length, 'and no other name has it')
})

t.test('also through a bind mount', { skip: cannotMount() }, async (t) => {
  const scratch = new Scratch(t)
  const view = bindMount(t, scratch.root)
  const keys = new NameKeys()
  t.equal(keys.key({ path: `${view}/a` }), keys.key({ path: `${scratch.root}/a` }))
})

t.test('names below a directory that is gone are told by their paths', async (t) => {
  const keys = new NameKeys()
  t.equal(keys.key({ path: '/none/a' }), '/none/a')
  t.equal(keys.key({ path64: 'L25vbmUv/w==' }), 'base64:L25vbmUv/w==')
})

t.test('many directories', async (t) => {
  const keys = new NameKeys()
  const first = keys.key({ path: '/tmp/a' })
  for (let i = 0; i < 10_001; i++) keys.key({ path: `/none/${i}/a` })
  t.equal(keys.key({ path: '/tmp/a' }), first)
})

t.test('texts as numbers', async (t) => {
  const numbers = ['', 'a', 'b', 'ab', 'é', '\u0100'].map(numberOf)
  t.equal(new Set(numbers).size, 6)
  for (const number of numbers) t.ok(Number.isSafeInteger(number) && number >= 0)
})
