import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { Findings } from '../../lib/prefix/findings.js'
import { lookAtWaiting } from '../../lib/prefix/look-at-waiting.js'
import { STATE } from '../../lib/prefix/look-block.js'
import { CountedReads } from '../helper/counted-reads.js'
import { crewHere, remembered } from '../helper/remembered.js'

type Fields = Partial<FileRecord>

const NAMES = ['/a', '/b', '/c', '/d', '/e']
const waits = { nlink: 2 }
const md5 = (byte: string): Fields => ({ hash: byte.repeat(16), algo: 'md5' })

/** Files with these fields, and what was read when all were looked at. */
async function looked(fields: readonly Fields[], harm: (fs: CountedReads) => void = () => {}) {
  const contentOf = ({ size }: Fields, i: number) => Buffer.from(size === 0 ? '' : `content ${i}`)
  const fs = new CountedReads(fields.map((one, i) => [NAMES[i]!, contentOf(one, i)]))
  const records = fs.records().map((record, i) => ({ ...record, ...fields[i] }) as FileRecord)
  const files = remembered(records, fs)
  const found = new Findings(files.count)
  const heads = Uint32Array.from(fields.keys())
  const read: string[] = []
  fs.onRead = (path) => void read.push(path)
  harm(fs)
  const { crew } = crewHere(fs)
  await lookAtWaiting(heads, files, found, crew)
  const twins = [...heads]
    .filter((head) => !found.isTwin[head])
    .flatMap((head) =>
      [...found.twins.from(head)].slice(1).map((twin) => `${NAMES[head]}=${NAMES[twin]}`),
    )
  const states = [...files.state.subarray(0, files.count)]
  return { files, found, read: read.join(' '), twins: twins.sort().join(' '), states }
}

// prettier-ignore
const cases: [name: string, fields: Fields[], read: string, twins: string][] = [
  // name                                    fields                                             read then     known to be equal
  ['no file',                                [],                                                '',           ''],
  ['none that waits',                        [{}, {}],                                          '',           ''],
  ['several that wait',                      [waits, {}, waits],                                '/a /c',      ''],
  ['one that waits, beside one that was read', [waits, {}],                                     '/a',         ''],
  ['one alone need not be read',             [waits],                                           '',           ''],
  ['one digest: one is read for all',        [md5('ab'), {}, md5('ab'), md5('ab')],             '/a',         '/a=/c /a=/d'],
  ['one digest and nothing else: none is',   [md5('ab'), md5('ab')],                            '',           '/a=/b'],
  ['two digests',                            [md5('ab'), md5('cd'), md5('ab'), md5('cd')],      '/a /b',      '/a=/c /b=/d'],
  ['digests that begin alike',               [md5('ab'), { ...md5('ab'), hash: `${'ab'.repeat(15)}00` }], '/a /b', ''],
  ['a digest of another size',               [md5('ab'), { ...md5('ab'), size: 8 }],            '/a /b',      ''],
  ['a digest of another kind',               [md5('ab'), { ...md5('ab'), algo: 'xxh128' }],     '/a /b',      ''],
  ['digests of no kind tell nothing',        [{ hash: 'abab' }, { hash: 'abab' }],              '/a /b',      ''],
  ['a digest, and a name without',           [md5('ab'), waits, md5('ab')],                     '/a /b',      '/a=/c'],
  ['an empty file',                          [{ size: 0 }, waits],                              '',           ''],
  ['in the order of their inodes',           [{ ...waits, ino: '30' }, { ...waits, ino: '4' }, { ...waits, ino: '18446744073709551615' }, { ...waits, ino: '5' }], '/b /d /a /c', ''],
]

for (const [name, fields, read, twins] of cases)
  t.test(name, async (t) => {
    const found = await looked(fields)
    t.equal(found.read, read)
    t.equal(found.twins, twins)
    const heads = found.states.filter((_, file) => !found.found.isTwin[file])
    const allowed: number[] = [STATE.read, STATE.empty]
    t.ok(
      heads.every((state) => allowed.includes(state)),
      `states ${heads}`,
    )
  })

t.test('what was seen is noted', async (t) => {
  const { files } = await looked([waits, {}, waits])
  t.ok([0, 1, 2].every((file) => files.signatures.reaches(file, 8)))
  t.equal(files.signatures.compare(0, 2, 0), -2)
})

t.test('one that fails is taken out when all is told', async (t) => {
  const eio = Object.assign(new Error('sorry'), { code: 'EIO' })
  const { files, found, states } = await looked([{}, md5('ab'), md5('ab'), waits], (fs) => {
    fs.onRead = (path) => {
      if (path === '/b') throw eio
    }
  })
  t.strictSame(states, [STATE.read, STATE.failed, STATE.waits, STATE.read])
  const faults: string[] = []
  found.report(files, ({ path }) => faults.push(JSON.stringify(path)))
  t.equal(faults.length, 1)
  t.match(faults[0], '"/b"')
})

t.test('many: no task is too long, and all are looked at', async (t) => {
  const count = 2000
  const contents = Array.from(
    { length: count },
    (_, i) => [`/${i}`, Buffer.from(`content ${i}`)] as const,
  )
  const fs = new CountedReads(contents)
  const files = remembered(
    fs.records().map((record) => ({ ...record, ...waits }) as FileRecord),
    fs,
  )
  const { crew, tasks } = crewHere(fs)
  await lookAtWaiting(Uint32Array.from(contents.keys()), files, new Findings(count), crew)
  t.equal(fs.opens, count)
  t.ok(files.state.subarray(0, count).every((state) => state === STATE.read))
  t.ok(tasks.length >= 7, `${tasks.length} tasks`)
})
