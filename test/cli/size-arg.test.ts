import t from 'tap'
import { parseCount, parseSize } from '../../lib/cli/size-arg.js'

// prettier-ignore
const good: [typed: string, bytes: number][] = [
  ['0', 0], ['4096', 4096], ['1b', 1], ['10k', 10240], ['10K', 10240], ['10kb', 10240],
  ['4KiB', 4096], ['1.5G', 1.5 * 2 ** 30], ['2m', 2 ** 21], ['1t', 2 ** 40], ['1p', 2 ** 50],
  ['0.5k', 512], ['0.0001k', 0],
]

const bad = ['', 'k', '-1', '+1', '1 k', ' 1', '1k ', '1e3', '0x10', '1.', '.5k', '1,5k', '10kk']
const huge = ['8e', '9p', '9007199254740992', '18446744073709551615', '9'.repeat(400)]

for (const [typed, bytes] of good)
  t.test(`"${typed}"`, async (t) => {
    t.equal(parseSize(typed), bytes)
  })

for (const typed of bad)
  t.test(`"${typed}" is refused`, async (t) => {
    t.throws(() => parseSize(typed), { message: `"${typed}" is not a size: ` })
  })

for (const typed of huge)
  t.test(`"${typed.slice(0, 20)}" is too large`, async (t) => {
    t.throws(() => parseSize(typed), { message: `"${typed}" is too large: 9007199254740991 bytes` })
  })

t.test('counts', async (t) => {
  t.equal(parseCount(1)('1'), 1)
  t.equal(parseCount(0)('0'), 0)
  for (const typed of ['0', '', '-1', '1.5', '1k', ' 1', '1e3'])
    t.throws(() => parseCount(1)(typed), { message: `"${typed}" is not a whole number` }, typed)
  for (const typed of ['9007199254740992', '18446744073709551615', '9'.repeat(400)])
    t.throws(() => parseCount(1)(typed), { message: `"${typed}" is too large: ` }, typed)
})
