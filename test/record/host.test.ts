import t from 'tap'
import {
  checkHost,
  elsewhere,
  HERE,
  isHere,
  isHostName,
  nameFields,
  nameKey,
} from '../../lib/record/host.js'
import { blames } from '../helper/refusals.js'

const good = ['a', 'nas1', 'nas-1.home_lan', '10.0.0.7', '-', '.', 'A'.repeat(64)]
const bad = [undefined, null, 7, '', 'n'.repeat(65), 'nas 1', 'nas1\n', 'nas/1', 'nas:1', 'ü', '*']

for (const name of good)
  t.test(`"${name}" is the name of a machine`, async (t) => {
    t.ok(isHostName(name))
    t.doesNotThrow(() => checkHost(name, 'host'))
  })

for (const name of bad)
  t.test(`${JSON.stringify(name)} is none`, async (t) => {
    t.notOk(isHostName(name))
    t.throws(() => checkHost(name, 'file.host'), blames('file.host'))
  })

t.test('what says nothing, and what says our name, is here', async (t) => {
  for (const file of [{}, { host: undefined }, { host: HERE }]) {
    t.ok(isHere(file))
    t.equal(elsewhere(file), undefined)
  }
  t.notOk(isHere({ host: 'nas1' }))
  t.equal(elsewhere({ host: 'nas1' }), 'nas1')
})

const name64 = { path64: Buffer.from('/\xff', 'latin1').toString('base64') }

t.test('names: by machine and by path', async (t) => {
  t.equal(nameKey({ path: '/a', host: HERE }), nameKey({ path: '/a' }))
  const all = [undefined, 'nas1', 'nas10'].flatMap((host) =>
    [{ path: '/a' }, { path: '/0/a' }, name64].map((path) => nameKey({ ...path, host })),
  )
  t.equal(new Set(all).size, all.length)
})

t.test('of a record, what says its name', async (t) => {
  const more = { type: 'file', size: 7 }
  t.strictSame(nameFields({ path: '/a', ...more }), { path: '/a' })
  t.strictSame(nameFields({ ...name64, host: 'nas1', ...more }), { ...name64, host: 'nas1' })
})
