import t from 'tap'
import { addNamePattern, addPattern } from '../../lib/cli/pattern-arg.js'

for (const pattern of ['*.tmp', '/a/', '#recycle', '!a', 'a\\\\', '\\ ', '[', '..'])
  t.test(`${pattern} is a pattern`, async (t) => {
    t.strictSame(addPattern(pattern), [pattern])
    t.strictSame(addPattern(pattern, ['before']), ['before', pattern])
  })

for (const pattern of ['', ' ', '!', '! ', 'a\\', 'a\\\\\\'])
  t.test(`${JSON.stringify(pattern)} is refused`, async (t) => {
    t.throws(() => addPattern(pattern), { message: /is not a pattern/ })
  })

t.test('a pattern for names may have no slash', async (t) => {
  t.strictSame(addNamePattern('!*.lock', ['before']), ['before', '!*.lock'])
  for (const pattern of ['dir/', '/name', 'dir/name'])
    t.throws(() => addNamePattern(pattern), { message: /not a pattern for names/ })
  t.throws(() => addNamePattern(''), { message: /is not a pattern/ })
})
