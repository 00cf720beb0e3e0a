import t from 'tap'
import { readRdfind } from '../../lib/import/read-rdfind.js'
import { imported } from '../helper/foreign.js'

const row = (id: number, size: number, name: string) =>
  `DUPTYPE_${id > 0 ? 'FIRST_OCCURRENCE' : 'WITHIN_SAME_TREE'} ${id} 0 ${size} 65024 7 3 ${name}\n`

t.test('sets as groups, without a digest', async (t) => {
  const dir = t.testdir({ a: '!', b: '!', 'n\nl': '!', four: 'four' })
  const text = row(2, 1, 'a') + row(-2, 1, 'n\nl') + row(-2, 1, 'four') + row(1, 1, 'b')
  t.strictSame(await imported(readRdfind, `${text + row(-1, 1, './a')}# end of file\n`, dir), {
    groups: ['a n\nl', 'b a'],
    said: ['import four: has 4 bytes now'],
  })
})

t.test('relative to nothing', async (t) => {
  await t.rejects(imported(readRdfind, row(2, 1, 'a'), t.testdir(), ''), {
    message: 'line 1: the path "a" is relative: say with --base DIR where rdfind ran',
  })
})
