import t from 'tap'
import { inodeKey, parseFile, rootOf, sameInode } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import { file } from '../helper/records.js'
import { blames, refusals } from '../helper/refusals.js'

const needed = 'type path size dev ino nlink mode uid gid mtimeNs ctimeNs'.split(' ')
const b64 = Buffer.from('/f\xff', 'latin1').toString('base64')

t.test('a file record', (t) =>
  refusals(t, (value) => parseFile(value), file('/a'), needed, [
    [{ type: 'group' }, 'type'],
    [{ path: 'a' }, 'path'],
    [{ path: '/\ud800' }, 'path'],
    [{ path: '/a\0' }, 'path'],
    [{ path64: b64 }, 'path'],
    [{ size: '4096' }, 'size'],
    [{ size: -1 }, 'size'],
    [{ size: 1e300 }, 'size'],
    [{ size: 0.5 }, 'size'],
    [{ ino: 7 }, 'ino'],
    [{ dev: '-1' }, 'dev'],
    [{ mtimeNs: '1e9' }, 'mtimeNs'],
    [{ root: 'a' }, 'root'],
    [{ root64: b64 }, 'root'],
    [{ blocks: null }, 'blocks'],
    [{ head: 'ab' }, 'headBytes'],
    [{ head: 'ab', headBytes: 0 }, 'headBytes'],
    [{ head: 'AB', headBytes: 1 }, 'head'],
    [{ hash: 'abc' }, 'hash'],
    [{ algo: 1 }, 'algo'],
    [{ host: 1 }, 'host'],
    [{ host: '' }, 'host'],
    [{ host: 'nas 1' }, 'host'],
    [{ host: 'n'.repeat(65) }, 'host'],
  ]),
)

t.test('names that are not UTF-8', async (t) => {
  const { path: _, root: __, ...rest } = file('/')
  const record = { ...rest, path64: b64, root64: b64 }
  t.equal(parseFile(record), record)
  t.strictSame(rootOf(parseFile(record)), { path64: b64 })
})

t.test('a file inside another record is named by where it is', async (t) => {
  t.throws(() => parseFile({ ...file('/a'), size: 'x' }, 'files[3].'), blames('files[3].size'))
  t.throws(() => parseFile(7, 'files[3].'), blames('files[3]'))
})

t.test('roots', async (t) => {
  t.strictSame(rootOf(file('/a', { root: '/r' })), { path: '/r' })
  const { root: _, ...rootless } = file('/a')
  t.equal(rootOf(rootless), undefined)
})

// prettier-ignore
const inodes: [name: string, a: object, b: object, same: boolean][] = [
  ['two names of one',      { ino: '7' },               { ino: '7' },               true],
  ['other inodes',          { ino: '7' },               { ino: '8' },               false],
  ['other devices',         { ino: '7', dev: '1' },     { ino: '7', dev: '2' },     false],
  ['other machines',        { ino: '7', host: 'nas' },  { ino: '7' },               false],
  ['the same machine',      { ino: '7', host: 'nas' },  { ino: '7', host: 'nas' },  true],
  ['this machine, by its name', { ino: '7', host: HERE }, { ino: '7' },             true],
  ['digits that run over',  { ino: '23', dev: '1' },    { ino: '3', dev: '12' },    false],
  ['beyond 2^53',           { ino: '9007199254740993' }, { ino: '9007199254740992' }, false],
]

for (const [name, a, b, same] of inodes)
  t.test(`inodes: ${name}`, async (t) => {
    t.equal(sameInode(file('/a', a), file('/b', b)), same)
    t.equal(inodeKey(file('/a', a)) === inodeKey(file('/b', b)), same)
  })
