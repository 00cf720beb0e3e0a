import t from 'tap'
import {
  absolutePath,
  checkPath,
  isBelow,
  latin1Path,
  pathBytes,
  pathFields,
  pathLatin1,
  splitPath,
} from '../../lib/record/path.js'

const good = ['/', '/a', '/a/b', '/...', '/a/..b', '/a/b..', '/.hidden', '/a\nb', '/é', '/😀', '/ ']
const bad = [
  '',
  'a',
  '/a/',
  '//',
  '/a//b',
  '/.',
  '/..',
  '/a/.',
  '/a/./b',
  '/a/../b',
  '/a\0b',
  '/\ud800',
  7,
  null,
]

for (const path of good)
  t.test(`${JSON.stringify(path)} is a path`, async (t) => {
    t.doesNotThrow(() => checkPath({ path }, 'path'))
    t.strictSame(pathFields(pathBytes({ path })), { path })
    t.equal(pathLatin1({ path }), pathBytes({ path }).toString('latin1'))
    t.strictSame(latin1Path(pathLatin1({ path })), { path })
  })

t.test('bytes that are not UTF-8, as text', async (t) => {
  t.strictSame(latin1Path('/f\xff'), pathFields(Buffer.from('/f\xff', 'latin1')))
  t.equal(pathLatin1(latin1Path('/f\xff')), '/f\xff')
})

for (const path of bad)
  t.test(`${JSON.stringify(path)} is refused`, async (t) => {
    t.throws(() => checkPath({ path }, 'path'), { message: /^field "path": / })
  })

const b64 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('base64')

// prettier-ignore
const spellings: [name: string, fields: object, ok: boolean][] = [
  ['bytes that are not UTF-8',            { path64: b64('/f\xff') },              true],
  ['bytes that are UTF-8 belong in path', { path64: b64('/f') },                  false],
  ['both spellings',                      { path: '/f', path64: b64('/f\xff') },  false],
  ['neither',                             {},                                     false],
  ['not canonical base64',                { path64: `${b64('/f\xff')}=` },        false],
  ['relative bytes',                      { path64: b64('f\xff') },               false],
  ['bytes with a NUL',                    { path64: b64('/\xff\0') },             false],
  ['bytes with a dot component',          { path64: b64('/./\xff') },             false],
]

for (const [name, fields, ok] of spellings)
  t.test(name, async (t) => {
    const check = () => checkPath({ ...fields }, 'path')
    ok ? t.doesNotThrow(check) : t.throws(check)
  })

// prettier-ignore
const typed: [cwd: string, typed: string, want: string][] = [
  ['/c',  'a',          '/c/a'],
  ['/c',  '.',          '/c'],
  ['/c',  '..',         '/'],
  ['/',   '../..',      '/'],
  ['/c',  '/a//b/./c/', '/a/b/c'],
  ['/c',  './-rf',      '/c/-rf'],
  ['/c',  '\xff',       '/c/\xff'],
]

for (const [cwd, path, want] of typed)
  t.test(`${path} in ${cwd}`, async (t) => {
    const found = absolutePath(Buffer.from(path, 'latin1'), Buffer.from(cwd))
    t.equal(found.toString('latin1'), want)
  })

// prettier-ignore
const below: [path: string, root: string, want: boolean][] = [
  ['/a/b',  '/a/b', true],
  ['/a/b/c', '/a/b', true],
  ['/a/bc', '/a/b', false],
  ['/a',    '/a/b', false],
  ['/a',    '/',    true],
]

for (const [path, root, want] of below)
  t.test(`${path} below ${root}`, async (t) => {
    t.equal(isBelow(Buffer.from(path), Buffer.from(root)), want)
  })

t.test('a path splits at its last slash', async (t) => {
  const split = (path: string) => Object.values(splitPath(Buffer.from(path))).map(String)
  t.strictSame(split('/a/b'), ['/a', 'b'])
  t.strictSame(split('/a'), ['/', 'a'])
})
