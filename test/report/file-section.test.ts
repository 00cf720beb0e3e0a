import t from 'tap'
import { fileSection } from '../../lib/report/file-section.js'
import { file } from '../helper/records.js'

t.test('size, time and name; hard links count each', async (t) => {
  const section = fileSection()
  const link = { ino: '7', nlink: 2, size: 1536 }
  t.strictSame(section.lines(file('/a\n', link)), ['   1.5 KiB  2020-09-13 12:26:40  /a\\u{a}'])
  t.equal(section.summary(), '1 file: 1.5 KiB')
  section.lines(file('/b', link))
  t.equal(section.summary(), '2 files: 3.0 KiB')
})
