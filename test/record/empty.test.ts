import t from 'tap'
import { parseEmpty } from '../../lib/record/empty.js'
import { file } from '../helper/records.js'
import { refusals } from '../helper/refusals.js'

const empty = file('/a', { size: 0 })

t.test('an empty record', (t) =>
  refusals(
    t,
    parseEmpty,
    { type: 'empty', file: empty },
    ['type', 'file'],
    [
      [{ type: 'file' }, 'type'],
      [{ file: { ...empty, ino: 1 } }, 'file.ino'],
      [{ file: { ...empty, size: 1 } }, 'file.size'],
    ],
  ),
)
