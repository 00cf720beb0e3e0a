import t from 'tap'
import { keepOrder, type KeepKey } from '../../lib/plan/keep-order.js'
import { Inode, Name } from '../../lib/plan/name.js'
import { file } from '../helper/records.js'

const names = (records: ReturnType<typeof file>[]) =>
  records.map((record, at) => new Name(record, at, new Inode()))
const old = file('/old', { mtimeNs: '9000000000' })
const young = file('/young', { mtimeNs: '10000000000' })
const zero = file('/zero', { mtimeNs: '0' })
const early = file('/early', { mtimeNs: '-5000000000' })
const half = file('/half', { mtimeNs: '999999999' })
const linked = file('/linked', { nlink: 3 })
const a = file('/a')
const b = file('/b')
const bytes = {
  ...file(''),
  path: undefined,
  path64: Buffer.from('/\xff', 'latin1').toString('base64'),
}

// prettier-ignore
const cases: [keys: KeepKey[], files: ReturnType<typeof file>[], want: string][] = [
  [['oldest'],                   [young, old],              '/old /young'],
  [['newest'],                   [old, young],              '/young /old'],
  [['oldest'],                   [zero, young, old],        '/old /young /zero'],
  [['newest'],                   [zero, young, old],        '/young /old /zero'],
  [['oldest'],                   [early, zero, half, old],  '/old /early /half /zero'],
  [['shortest'],                 [young, old, a],           '/a /old /young'],
  [['longest'],                  [a, young, old],           '/young /old /a'],
  [['first'],                    [b, a],                    '/a /b'],
  [['last'],                     [a, b],                    '/b /a'],
  [['most-links'],               [a, linked],               '/linked /a'],
  [['order'],                    [b, a],                    '/b /a'],
  [['oldest'],                   [b, a],                    '/a /b'],
  [[],                           [b, a],                    '/a /b'],
  [['most-links', 'newest'],     [old, linked, young],      '/linked /young /old'],
  [['newest', 'last'],           [a, young, b],             '/b /a /young'],
]

for (const [keys, files, want] of cases)
  t.test(`--keep ${keys.join(' --keep ')} of ${files.map((f) => f.path).join(' ')}`, async (t) => {
    const sorted = names(files).sort(keepOrder(keys))
    t.equal(sorted.map(({ file }) => file.path).join(' '), want)
  })

t.test('paths are compared by their bytes, not by the units of a string', async (t) => {
  const [private_, emoji, raw] = [file('/\ue000'), file('/😀'), bytes as ReturnType<typeof file>]
  const sorted = names([raw, emoji, private_]).sort(keepOrder([]))
  t.strictSame(
    sorted.map(({ file }) => file),
    [private_, emoji, raw],
  )
})

t.test('a path in UTF-8 is as long as its bytes', async (t) => {
  const sorted = names([file('/éé'), file('/abc')]).sort(keepOrder(['shortest']))
  t.strictSame(
    sorted.map(({ file }) => file.path),
    ['/abc', '/éé'],
  )
})

t.test('--primary comes before any key', async (t) => {
  const [second, first] = names([old, young])
  second!.rank = 1
  t.ok(keepOrder(['oldest'])(first!, second!) < 0)
})
