import t from 'tap'
import { parsePartial } from '../../lib/record/partial.js'
import { file } from '../helper/records.js'
import { refusals } from '../helper/refusals.js'

const partial = {
  type: 'partial',
  file: file('/a.part', { size: 10 }),
  of: file('/a'),
  bytes: 10,
  confidence: 'high',
  hints: ['same-dir'],
}

t.test('a partial record', (t) =>
  refusals(t, parsePartial, partial, Object.keys(partial), [
    [{ type: 'file' }, 'type'],
    [{ file: { ...partial.file, path: 'a' } }, 'file.path'],
    [{ of: { ...partial.of, size: null } }, 'of.size'],
    [{ bytes: '10' }, 'bytes'],
    [{ confidence: 'some' }, 'confidence'],
    [{ hints: ['a', 1] }, 'hints[1]'],
    [{ copies: {} }, 'copies'],
    [{ copies: [file('/a'), null] }, 'copies[1]'],
    [{ copies: [file('/a'), { ...file('/b'), ino: 7 }] }, 'copies[1].ino'],
    [{ copies: [file('/a'), file('/b', { size: 4095 })] }, 'copies[1].size'],
  ]),
)

t.test('with the copies of the whole file', async (t) => {
  const copied = { ...partial, copies: [partial.of, file('/b')] }
  t.equal(parsePartial(copied), copied)
})
