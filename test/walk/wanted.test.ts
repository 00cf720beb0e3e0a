import t from 'tap'
import { subDirectory, topDirectory } from '../../lib/walk/directory.js'
import type { WalkOptions } from '../../lib/walk/rules.js'
import { isEntered, isHidden, isWanted } from '../../lib/walk/wanted.js'
import { job, stats } from '../helper/walked.js'

const top = topDirectory('/p', { dev: 1n, ino: 2n })
const dir = subDirectory(top, 'd', { dev: 1n, ino: 3n }, false)
const plain = { size: 10n, mtimeNs: 100n, dev: 1n }

// prettier-ignore
const files: [options: WalkOptions, name: string, fields: Parameters<typeof stats>[0], want: boolean][] = [
  [{},                          'f',      {},               true],
  [{},                          'f',      { size: 0n },     false],
  [{ minSize: 0 },              'f',      { size: 0n },     true],
  [{ minSize: 10 },             'f',      {},               true],
  [{ minSize: 11 },             'f',      {},               false],
  [{ maxSize: 10 },             'f',      {},               true],
  [{ maxSize: 9 },              'f',      {},               false],
  [{ newer: 100n },             'f',      {},               true],
  [{ newer: 101n },             'f',      {},               false],
  [{ older: 101n },             'f',      {},               true],
  [{ older: 100n },             'f',      {},               false],
  [{ newer: 0n },               'f',      { mtimeNs: -1n }, false],
  [{ oneFileSystem: true },     'f',      {},               true],
  [{ oneFileSystem: true },     'f',      { dev: 2n },      false],
  [{},                          'f',      { dev: 2n },      true],
  [{ name: ['*.jpg'] },         'f.jpg',  {},               true],
  [{ name: ['*.jpg'] },         'f.png',  {},               false],
  [{ name: ['/d/*.jpg'] },      'f.jpg',  {},               true],
  [{ name: ['/*.jpg'] },        'f.jpg',  {},               false],
  [{ name: ['d/'] },            'f',      {},               true],
  [{ name: ['f?'] },            'f\xff',  {},               true],
  [{ exclude: ['*.jpg'] },      'f.jpg',  {},               false],
  [{ exclude: ['/d/f'] },       'f',      {},               false],
  [{ exclude: ['f/'] },         'f',      {},               true],
  [{ exclude: ['é'] },          '\xc3\xa9', {},             false],
]

for (const [options, name, fields, want] of files)
  t.test(
    `${name} with ${JSON.stringify({ ...fields }, text)} under ${JSON.stringify(options, text)}`,
    async (t) => {
      const asked = await job(options)
      t.equal(isWanted(dir, name, stats({ ...plain, ...fields }), asked), want)
      t.strictSame(asked.faults, [])
    },
  )

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

// prettier-ignore
const unfit: [name: string, fields: Parameters<typeof stats>[0], cause: string][] = [
  ['too large for JSON',  { size: 2n ** 53n },         'larger than 2^53-1 bytes'],
  ['too far off',         { mtimeNs: 10n ** 20n },     'modified at no sensible time'],
  ['too long ago',        { mtimeNs: -(10n ** 20n) },  'modified at no sensible time'],
]

for (const [name, fields, cause] of unfit)
  t.test(
    `a file whose number is ${name} is a fault, not a line that no reader takes`,
    async (t) => {
      const asked = await job()
      t.notOk(isWanted(dir, 'f', stats({ ...plain, ...fields }), asked))
      t.strictSame(asked.faults, [`record /p/d/f: ${cause}`])
      const other = await job({ name: ['g'] })
      t.notOk(isWanted(dir, 'f', stats({ ...plain, ...fields }), other))
      t.strictSame(other.faults, [], 'unless nobody asked for it')
    },
  )

// prettier-ignore
const entered: [options: WalkOptions, name: string, dev: bigint, want: boolean][] = [
  [{},                       'e',   1n, true],
  [{},                       'e',   2n, true],
  [{ oneFileSystem: true },  'e',   1n, true],
  [{ oneFileSystem: true },  'e',   2n, false],
  [{ maxDepth: 3 },          'e',   1n, true],
  [{ maxDepth: 2 },          'e',   1n, false],
  [{ exclude: ['e'] },       'e',   1n, false],
  [{ exclude: ['e/'] },      'e',   1n, false],
  [{ exclude: ['/e'] },      'e',   1n, true],
  [{ exclude: ['/d/e'] },    'e',   1n, false],
  [{ exclude: ['e/*'] },     'e',   1n, true],
  [{ name: ['*.jpg'] },      'e',   1n, true],
]

for (const [options, name, dev, want] of entered)
  t.test(`directory d/${name} on device ${dev} under ${JSON.stringify(options)}`, async (t) => {
    const { rules } = await job(options)
    t.equal(isEntered(dir, name, { dev }, rules), want)
  })

t.test('a dot in front hides', async (t) => {
  t.strictSame(['.a', '..a', 'a.', ' .a'].map(isHidden), [true, true, false, false])
})
