import t from 'tap'
import { Files } from '../../lib/prefix/files.js'
import { blockLooker, STATE } from '../../lib/prefix/look-block.js'
import { CountedReads } from '../helper/counted-reads.js'
import { lines } from '../helper/listed.js'
import { file } from '../helper/records.js'
import { inMemory, listedOnly, remembered, WORK } from '../helper/remembered.js'

const { path: _, ...unnamed } = file('/x')
const path64 = Buffer.from('/f\xff', 'latin1').toString('base64')

// prettier-ignore
const paths: [name: string, line: string, want: string][] = [
  ['plain',                             JSON.stringify(file('/a/b.jpg')),                               '/a/b.jpg'],
  ['over ASCII: its bytes',             JSON.stringify(file('/é')),                                     '/\xc3\xa9'],
  ['with a quote',                      JSON.stringify(file('/a"b')),                                   '/a"b'],
  ['with a backslash',                  JSON.stringify(file('/a\\')),                                   '/a\\'],
  ['with a newline',                    JSON.stringify(file('/a\nb')),                                  '/a\nb'],
  ['escaped',                           JSON.stringify(file('/q')).replace('/q', '/\\u0071'),           '/q'],
  ['not UTF-8',                         JSON.stringify({ ...unnamed, path64 }),                         '/f\xff'],
  ['fields in another order',           JSON.stringify({ ...unnamed, path: '/z' }),                     '/z'],
  ['blanks',                            JSON.stringify(file('/b c')).replaceAll(',"', ' , "'),          '/b c'],
  ['a field before that has a path',    `{"new":"\\"path\\":\\"/no\\"",${JSON.stringify(file('/yes')).slice(1)}`, '/yes'],
]

for (const [name, line, want] of paths)
  t.test(`the path of a line: ${name}`, async (t) => {
    const files = new Files()
    const bytes = Buffer.from(`${line}\n`)
    files.add(
      blockLooker(new CountedReads([]), { ...WORK, reads: false })({ bytes, firstLine: 1 }, true),
      files.lines.append(bytes),
    )
    t.equal(files.path(0), want)
    t.equal(files.line(0).toString(), line)
    t.strictSame(files.record(0), JSON.parse(line))
  })

t.test('more and more files: all keep what they had', async (t) => {
  const files = new Files()
  const look = blockLooker(new CountedReads([]), { ...WORK, reads: false })
  const counts = [1, 1022, 1, 1, 1500, 7000]
  let next = 0
  for (const count of counts) {
    const records = Array.from({ length: count }, () => {
      const i = next++
      return file(`/${i}`, {
        size: 1 + i * 3,
        ino: String(2n ** 64n - 1n - BigInt(i)),
        dev: String(i % 7),
      })
    })
    const bytes = Buffer.from(lines(records))
    const first = files.add(look({ bytes, firstLine: 1 }, true), files.lines.append(bytes))
    t.equal(first, next - count)
  }
  t.equal(files.count, next)
  t.strictSame(files.volumes.toSorted(), ['0', '1', '2', '3', '4', '5', '6'])
  const wrong = Array.from({ length: next }, (_, i) => i).filter(
    (i) =>
      files.path(i) !== `/${i}` ||
      files.size[i] !== 1 + i * 3 ||
      files.length[i] !== 1 + i * 3 ||
      files.ino[i] !== 2n ** 64n - 1n - BigInt(i) ||
      files.volumes[files.volume[i]!] !== String(i % 7) ||
      files.state[i] !== STATE.waits,
  )
  t.strictSame(wrong, [])
})

t.test('what was seen of files: states, lengths and signatures', async (t) => {
  const { files } = inMemory(
    [
      ['/a', Buffer.from('abc')],
      ['/b', Buffer.alloc(0)],
      ['/c', Buffer.from('abcd\0\0')],
    ],
    { trimsZeros: true },
  )
  t.strictSame([...files.state.subarray(0, 3)], [STATE.read, STATE.empty, STATE.read])
  t.strictSame([...files.length.subarray(0, 3)], [3, 0, 4])
  t.strictSame([...files.size.subarray(0, 3)], [3, 0, 6])
  t.ok(files.signatures.begins(0, 2))
  t.notOk(files.signatures.begins(2, 0))
})

t.test('what is seen later is entered by number', async (t) => {
  const fs = new CountedReads([
    ['/a', Buffer.from('abc')],
    ['/b', Buffer.from('xyz')],
  ])
  const files = remembered(fs.records(), fs, { reads: false })
  const bytes = Buffer.from(lines(fs.records()))
  files.note(blockLooker(fs, WORK)({ bytes, firstLine: 1 }, false), (i) => 1 - i)
  t.equal(files.signatures.word(1, 0), 0x61626300)
  t.equal(files.signatures.word(0, 0), 0x78797a00)
  t.strictSame([...files.state.subarray(0, 2)], [STATE.read, STATE.read])
})

t.test('digests are noticed', async (t) => {
  t.notOk(listedOnly([file('/a')]).hasDigests)
  t.ok(listedOnly([file('/a'), file('/b', { hash: 'ab', algo: 'md5' })]).hasDigests)
})
