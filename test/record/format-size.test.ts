import t from 'tap'
import { formatSize } from '../../lib/record/format-size.js'

// prettier-ignore
const shown: [bytes: number, text: string][] = [
  [0, '0 B'], [1023, '1023 B'], [1024, '1.0 KiB'], [1536, '1.5 KiB'], [2 ** 20 - 1, '1024.0 KiB'],
  [12 * 2 ** 30, '12.0 GiB'], [2 ** 40, '1.0 TiB'], [2 ** 53 - 1, '8.0 PiB'],
]

for (const [bytes, text] of shown)
  t.test(`${bytes} is ${text}`, async (t) => {
    t.equal(formatSize(bytes), text)
  })
