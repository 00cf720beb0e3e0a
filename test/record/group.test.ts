import t from 'tap'
import { parseGroup } from '../../lib/record/group.js'
import { file } from '../helper/records.js'
import { refusals } from '../helper/refusals.js'

const files = [file('/a'), file('/b'), file('/c')]
const group = { type: 'group', size: 4096, hash: 'ab', algo: 'blake3', files }

t.test('a group record', (t) =>
  refusals(
    t,
    parseGroup,
    group,
    ['type', 'size', 'files'],
    [
      [{ type: 'file' }, 'type'],
      [{ size: '4096' }, 'size'],
      [{ size: 4097 }, 'files[0].size'],
      [{ hash: 'XY' }, 'hash'],
      [{ algo: null }, 'algo'],
      [{ partial: true }, 'partial'],
      [{ partial: 'some' }, 'partial'],
      [{ files: {} }, 'files'],
      [{ files: [...files, null] }, 'files[3]'],
      [{ files: [files[0], { ...files[1], size: 1 }] }, 'files[1].size'],
      [{ files: [files[0], { ...files[1], dev: null }] }, 'files[1].dev'],
    ],
  ),
)

t.test('the digest may be absent', async (t) => {
  const { hash: _, algo: __, ...plain } = group
  t.equal(parseGroup(plain), plain)
})

for (const partial of ['high', 'low'])
  t.test(`beginnings of a larger file, ${partial}`, async (t) => {
    const beginnings = { ...group, partial }
    t.equal(parseGroup(beginnings), beginnings)
  })
