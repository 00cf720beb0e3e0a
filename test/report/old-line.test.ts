import t from 'tap'
import { listed, oldLine } from '../../lib/report/old-line.js'
import { file } from '../helper/records.js'

const path64 = Buffer.from('/\xff', 'latin1').toString('base64')

t.test('a line, column by column', async (t) => {
  const one = file('/t1/a\n', { size: 200_000, mtimeNs: '1795205157999999999' })
  t.equal(oldLine('X', one), ' X  195.3 KB  20.11.2026 20:05:57  /t1/a\\u{a}')
  t.equal(oldLine('=', listed(one)), ' =  195.3 KB  20.11.2026 20:05:57  /t1/a\\u{a}')
})

t.test('what is remembered of a file', async (t) => {
  const facts = { size: 4096, mtimeNs: '1600000000000000000' }
  t.strictSame(listed(file('/a')), { path: '/a', ...facts })
  const { path: _, ...rest } = file('/')
  t.strictSame(listed({ ...rest, path64 }), { path64, ...facts })
  t.strictSame(listed(file('/a', { host: 'nas1' })), { path: '/a', host: 'nas1', ...facts })
})
