import t from 'tap'
import { aside, runName, staged, tempName } from '../../lib/apply/temp-name.js'

t.test('names for one step, as the manual says', async (t) => {
  const temp = tempName('mwpq25mf0n83', 7)
  t.equal(temp, '.dd-mwpq25mf0n83-7~')
  const place = { dir: { fd: 3, path: Buffer.from('/d') }, name: Buffer.from('n'.repeat(255)) }
  t.strictSame(staged(place, temp), { dir: place.dir, name: Buffer.from(temp) })
  t.strictSame(aside(place, temp), { dir: place.dir, name: Buffer.from('.dd-mwpq25mf0n83-7a~') })
})

t.test('names of runs differ by time and process, and are short', async (t) => {
  const now = Date.UTC(2026, 0, 1)
  const names = [runName(now, 1), runName(now + 1, 1), runName(now, 2), runName(now, 36)]
  t.equal(new Set(names).size, 4)
  for (const name of [...names, runName(Date.UTC(2200, 0, 1), 4_194_304)])
    t.match(name, /^[0-9a-z]{12,13}$/)
})
