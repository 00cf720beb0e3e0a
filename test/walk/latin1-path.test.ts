import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { fromLatin1 } from '../../lib/stream/from-latin1.js'
import * as latin1 from '../../lib/walk/latin1-path.js'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

// prettier-ignore
const names: [name: string, plain: boolean, utf8: string | undefined, visible: string][] = [
  ['a b.txt',     true,  'a b.txt',   'a b.txt'],
  ['',            true,  '',          ''],
  ['~}!#[]',      true,  '~}!#[]',    '~}!#[]'],
  ['a"b',         false, 'a"b',       'a"b'],
  ['a\\b',        false, 'a\\b',      'a\\b'],
  ['a\nb',        false, 'a\nb',      'a\nb'],
  ['a\x7f',       false, 'a\x7f',     'a\x7f'],
  [utf8('é'),     false, 'é',         'é'],
  [utf8('😀'),    false, '😀',        '😀'],
  ['f\xff',       false, undefined,   'f\ufffd'],
  ['\xed\xa0\x80', false, undefined,  '\ufffd\ufffd\ufffd'],
]

for (const [name, plain, text, visible] of names)
  t.test(JSON.stringify(name), async (t) => {
    t.equal(latin1.isPlain(name), plain)
    t.equal(latin1.utf8Text(name), text)
    t.equal(fromLatin1(name), visible)
    const path = `/${name}`
    const want =
      text === undefined ? { path64: bytes(path).toString('base64') } : { path: `/${text}` }
    t.strictSame(latin1.latin1Fields(path), want)
    t.strictSame(Buffer.from(latin1.kernelPath(name)), bytes(name), 'the kernel gets these bytes')
  })

t.test(
  'a name that is not ASCII goes to the kernel as a Buffer, an ASCII one as it is',
  async (t) => {
    t.equal(latin1.kernelPath('/a\n'), '/a\n')
    t.ok(Buffer.isBuffer(latin1.kernelPath(utf8('/é'))))
  },
)

t.test('a real path keeps bytes that are not UTF-8', async (t) => {
  const dir = t.testdir()
  mkdirSync(bytes(`${dir}/d\xff`))
  writeFileSync(bytes(`${dir}/d\xff/x`), '')
  symlinkSync(bytes(`${dir}/d\xff`), `${dir}/link`)
  t.equal(latin1.realPath(`${dir}/link/x`), `${dir}/d\xff/x`)
  t.throws(() => latin1.realPath(`${dir}/none`), { code: 'ENOENT' })
})
