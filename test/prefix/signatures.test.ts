import t from 'tap'
import { SIGNATURE_BYTES } from '../../lib/prefix/signature.js'
import { Signatures } from '../../lib/prefix/signatures.js'
import { signaturesOf } from '../helper/signatures-of.js'

// prettier-ignore
const words: [text: string, depth: number, want: number, reaches: boolean][] = [
  ['',              0,  0,          false],
  ['\x01',          0,  0x01000000, true],
  ['\x01\x02\x03',  0,  0x01020300, true],
  ['abcd',          0,  0x61626364, true],
  ['abcde',         0,  0x61626364, true],
  ['abcde',         4,  0x65000000, true],
  ['abcde',         8,  0,          false],
  ['abcd',          4,  0,          false],
  ['\xff\xff\xff\xff', 0, 0xffffffff, true],
  ['\xff\xfe\xfd',  0,  0xfffefd00, true],
]

for (const [text, depth, want, reaches] of words)
  t.test(`the word of ${JSON.stringify(text)} at ${depth}`, async (t) => {
    const signatures = signaturesOf(['other', text, 'more'])
    t.equal(signatures.word(1, depth), want)
    t.equal(signatures.reaches(1, depth), reaches)
  })

// prettier-ignore
const pairs: [a: string, b: string, depth: number, order: number, begins: boolean][] = [
  ['',      '',      0,  0,  true],
  ['',      'a',     0, -1,  true],
  ['a',     '',      0,  1,  false],
  ['ab',    'ab',    0,  0,  true],
  ['ab',    'abc',   0, -1,  true],
  ['abc',   'ab',    0,  1,  false],
  ['ab',    'ac',    0, -1,  false],
  ['b',     'abc',   0,  1,  false],
  ['a\0',   'a',     0,  1,  false],
  ['a',     'a\0',   0, -1,  true],
  ['\x7f',  '\x80',  0, -1,  false],
  ['xxxxb', 'xxxxa', 4,  1,  false],
  ['zb',    'ac',    1, -1,  false],
]

for (const [a, b, depth, order, begins] of pairs)
  t.test(`${JSON.stringify(a)} and ${JSON.stringify(b)} from ${depth} on`, async (t) => {
    const signatures = signaturesOf([a, 'between', b])
    t.equal(Math.sign(signatures.compare(0, 2, depth)), order)
    t.equal(Math.sign(signatures.compare(2, 0, depth)), order === 0 ? 0 : -order)
    t.equal(signatures.begins(0, 2), begins)
  })

t.test('in any order, far apart, and from the middle of a buffer', async (t) => {
  const signatures = new Signatures()
  signatures.set(5000, Buffer.from('..abc..'), 2, 3)
  signatures.set(3, Buffer.from('abcd'), 0, 4)
  signatures.set(100_000, Buffer.from('ab'), 0, 2)
  t.equal(signatures.word(5000, 0), 0x61626300)
  t.ok(signatures.begins(5000, 3))
  t.ok(signatures.begins(100_000, 5000))
  t.notOk(signatures.reaches(4, 0), 'nobody spoke of it')
})

t.test('a second signature takes the place of the first', async (t) => {
  const signatures = signaturesOf(['abc', 'x'])
  signatures.set(0, Buffer.from('yz'), 0, 2)
  t.equal(signatures.word(0, 0), 0x797a0000)
  t.equal(signatures.word(1, 0), 0x78000000)
})

t.test('more than fits in one piece of memory', async (t) => {
  const count = Math.ceil((3 * 2 ** 20) / SIGNATURE_BYTES)
  const signatures = new Signatures()
  const of = (file: number) => {
    const bytes = Buffer.alloc(SIGNATURE_BYTES - (file % 7), file % 251)
    bytes.writeUInt32BE(file)
    return bytes
  }
  for (let file = 0; file < count; file++) signatures.set(file, of(file), 0, of(file).length)
  let wrong = 0
  for (let file = 0; file < count; file++) {
    const bytes = of(file)
    const last = bytes.length - 4
    const agrees = (depth: number) => signatures.word(file, depth) === bytes.readUInt32BE(depth)
    if (!agrees(0) || !agrees(last) || signatures.reaches(file, bytes.length)) wrong++
  }
  t.equal(wrong, 0)
})
