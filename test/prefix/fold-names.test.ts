import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { Chains } from '../../lib/sort/chains.js'
import { foldNames } from '../../lib/prefix/fold-names.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

/** `/a=/b /c`: the names that stand for a file each, with the others of it; and the stale ones. */
function folded(records: readonly FileRecord[], isTrusted = true): [names: string, stale: number] {
  const files = listedOnly(records)
  const names = new Chains(files.count)
  const { heads, stale } = foldNames(files, names, () => isTrusted, isStacked)
  t.ok(
    heads.every((head, i) => i === 0 || head > heads[i - 1]!),
    'in the order of the input',
  )
  const words = [...heads].map((head) => {
    const [first, ...others] = [...names.from(head)].map((name) => files.path(name))
    return [first, ...others.sort()].join('=')
  })
  return [words.join(' '), stale]
}

const a = file('/a', { ino: '5', size: 9, mtimeNs: '7', ctimeNs: '100' })
const link = (path: string, fields: Partial<FileRecord> = {}) =>
  ({ ...a, path, ...fields }) as FileRecord
const older = { ctimeNs: '99' }
const far = { dev: '2' }
const view = { dev: '9' }
const isStacked = ({ dev }: { dev: string }) => dev === '9'
const { path: _, ...bare } = a
const raw = { ...bare, path64: Buffer.from('/\xff', 'latin1').toString('base64') } as FileRecord

type Case = [
  name: string,
  records: FileRecord[],
  want: [names: string, stale: number],
  unsure?: [string, number],
]

// prettier-ignore
const cases: Case[] = [
  // name                                    records                                                 trusted inodes        else
  ['none',                                   [],                                                     ['', 0]],
  ['one',                                    [a],                                                    ['/a', 0]],
  ['two files',                              [a, file('/b')],                                        ['/a /b', 0]],
  ['a hard link',                            [a, link('/b')],                                        ['/a=/b', 0],         ['/a /b', 0]],
  ['a hard link that comes first',           [link('/b'), a],                                        ['/a=/b', 0],         ['/b /a', 0]],
  ['three links',                            [link('/c'), a, link('/b')],                            ['/a=/b=/c', 0],      ['/c /a /b', 0]],
  ['a name that came twice',                 [a, a],                                                 ['/a', 0],            ['/a', 0]],
  ['three times',                            [a, a, a],                                              ['/a', 0],            ['/a', 0]],
  ['a link twice, among others',             [link('/b'), a, link('/b'), link('/c'), a],             ['/a=/b=/c', 0],      ['/b /a /c', 0]],
  ['the newest stands for all',              [link('/a', older), link('/b')],                        ['/b=/a', 0],         ['/a /b', 0]],
  ['times are numbers',                      [link('/a', { ctimeNs: '99' }), link('/b', { ctimeNs: '100' })], ['/b=/a', 0],  ['/a /b', 0]],
  ['an older record, another size',          [link('/a', { ...older, size: 8 }), link('/b')],        ['/b', 1],            ['/a /b', 0]],
  ['an older record, another time',          [link('/a', { ...older, mtimeNs: '6' }), link('/b')],   ['/b', 1],            ['/a /b', 0]],
  ['one name, and it changed meanwhile',     [link('/a', { ...older, size: 8 }), a],                 ['/a', 1],            ['/a', 1]],
  ['it changed, and the newer came first',   [a, link('/a', { ...older, size: 8 })],                 ['/a', 1],            ['/a', 1]],
  ['several are stale',                      [link('/b', { ...older, size: 8 }), a, link('/c', { ...older, size: 7 }), link('/d')], ['/a=/d', 2], ['/b /a /c /d', 0]],
  ['the newest record of a name counts',     [link('/b', { ctimeNs: '98' }), link('/b', { ...older, size: 8 }), a], ['/a', 1],            ['/b /a', 1]],
  ['two devices, one number',                [a, link('/b', far)],                                   ['/a /b', 0],         ['/a /b', 0]],
  ['links on two devices',                   [a, link('/b', far), link('/c'), link('/d', far)],      ['/a=/c /b=/d', 0],   ['/a /b /c /d', 0]],
  ['a view on another device',               [link('/b', view), a],                                  ['/a=/b', 0],         ['/a=/b', 0]],
  ['on two others',                          [link('/b', view), link('/c', { dev: '3' }), a],        ['/a=/b=/c', 0],      ['/a=/b=/c', 0]],
  ['links, and views of them',               [a, link('/b'), link('/v/a', view), link('/v/b', view)], ['/a=/b=/v/a=/v/b', 0], ['/a=/b=/v/a=/v/b', 0]],
  ['another size, on another device',        [a, link('/b', { ...view, size: 8 })],                  ['/a /b', 0],         ['/a /b', 0]],
  ['another time of modification there',     [a, link('/b', { ...view, mtimeNs: '8' })],             ['/a /b', 0],         ['/a /b', 0]],
  ['another number there',                   [a, link('/b', { ...view, ino: '6' })],                 ['/a /b', 0],         ['/a /b', 0]],
  ['numbers that share their halves',        [link('/a', { ino: '4294967297' }), link('/b', { ino: '0' }), link('/c', { ino: '4294967297' })], ['/a=/c /b', 0], ['/a /b /c', 0]],
  ['a number over 2^63',                     [link('/a', { ino: '18446744073709551615' }), link('/b', { ino: '18446744073709551615' })], ['/a=/b', 0], ['/a /b', 0]],
  ['bytes that are not UTF-8',               [raw, a, raw],                                          ['/a=/\xff', 0],      ['/\xff /a', 0]],
]

for (const [name, records, want, unsure = want] of cases)
  t.test(name, async (t) => {
    t.strictSame(folded(records), want, 'inodes are trusted')
    t.strictSame(folded(records, false), unsure, 'they are not')
  })

t.test('whether inodes are trusted is asked only where some are shared', async (t) => {
  const asked: string[] = []
  const trust = ({ dev }: { dev: string }) => {
    asked.push(dev)
    return true
  }
  const records = [
    a,
    file('/b'),
    file('/c', far),
    link('/d', { dev: '3' }),
    link('/e', { dev: '3' }),
  ]
  const files = listedOnly(records)
  foldNames(files, new Chains(files.count), trust)
  t.strictSame(asked, ['3'])
})

t.test('20,000 inodes of two names', async (t) => {
  const records = Array.from({ length: 40_000 }, (_, i) =>
    file(`/${i}`, { ino: String(i % 20_000) }),
  )
  const files = listedOnly(records)
  const names = new Chains(files.count)
  const { heads } = foldNames(files, names, () => true)
  t.equal(heads.length, 20_000)
  t.ok(heads.every((head) => Math.abs(names.after(head) - head) === 20_000))
})
