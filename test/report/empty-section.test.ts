import t from 'tap'
import { emptySection } from '../../lib/report/empty-section.js'
import { file } from '../helper/records.js'

t.test('names', async (t) => {
  const section = emptySection()
  const empty = (path: string) => ({ type: 'empty', file: file(path, { size: 0 }) }) as const
  t.strictSame(section.lines(empty('/a\n')), ['/a\\u{a}'])
  t.equal(section.summary(), '1 empty file')
  section.lines(empty('/b'))
  t.equal(section.summary(), '2 empty files')
})
