import t from 'tap'
import { factsOf } from '../../lib/group/facts.js'
import { file } from '../helper/records.js'

const HASH = { head: 'aa', headBytes: 16, hash: 'bb', algo: 'sha1', host: 'nas1' }

t.test('the facts are those of the record', async (t) => {
  const record = file('/a', { size: 7, dev: '2', ino: '3', ...HASH })
  t.match(factsOf(record), { name: '/a', size: 7, dev: '2', ino: '3', ...HASH })
  t.match(factsOf(file('/a')), { host: undefined, head: undefined, hash: undefined })
})

t.test('names are their bytes, however they are spelled', async (t) => {
  t.equal(factsOf(file('/é')).name, '/\xc3\xa9')
  const { path: _, ...rest } = file('/')
  const path64 = Buffer.from('/\xff', 'latin1').toString('base64')
  t.equal(factsOf({ ...rest, path64 }).name, '/\xff')
})
