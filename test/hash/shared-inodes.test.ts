import t from 'tap'
import type { Outcome } from '../../lib/hash/job.js'
import type { Request } from '../../lib/hash/lanes.js'
import { MAX_INODES, SharedInodes } from '../../lib/hash/shared-inodes.js'
import type { Listed } from '../../lib/hash/listed-lines.js'
import type { FileRecord } from '../../lib/record/file.js'
import { file } from '../helper/records.js'

const FAILED = { code: 'EACCES', message: '' }

/** Names in the order of the input; which were read, and what each got. */
class Scene {
  readonly read: string[] = []
  readonly got: { [path: string]: Outcome } = {}
  readonly open: [path: string, request: Request][] = []
  readonly shared: SharedInodes

  constructor(isTrusted = true) {
    const read = ({ path }: Listed, request: Request) => {
      this.read.push(path!)
      this.open.push([path!, request])
    }
    this.shared = new SharedInodes(read, () => isTrusted)
  }

  add(...records: FileRecord[]): void {
    for (const record of records)
      this.shared.read(record, { done: (outcome) => (this.got[record.path!] = outcome) })
  }

  /** Outcomes of what has been asked for so far. */
  finish(of: (path: string) => Outcome = (path) => `hex of ${path}`): void {
    for (const [path, request] of this.open.splice(0)) request.done(of(path))
  }
}

const name = (path: string, fields: Partial<FileRecord> = {}) =>
  file(path, { ino: '5', nlink: 3, ...fields })

t.test('names that come while the first is being read wait for it', async (t) => {
  const scene = new Scene()
  scene.add(name('/a'), name('/b'), name('/c'))
  t.strictSame(scene.read, ['/a'])
  t.strictSame(scene.got, {})
  scene.finish()
  t.strictSame(scene.got, { '/a': 'hex of /a', '/b': 'hex of /a', '/c': 'hex of /a' })
})

t.test('names that come later take what is known', async (t) => {
  const scene = new Scene()
  scene.add(name('/a'))
  scene.finish()
  scene.add(name('/b'), file('/x'), name('/c'))
  t.strictSame(scene.read, ['/a', '/x'])
  t.match(scene.got, { '/b': 'hex of /a', '/c': 'hex of /a' })
})

t.test('when all names have come, the inode is forgotten', async (t) => {
  const scene = new Scene()
  scene.add(name('/a'), name('/b'), name('/c'))
  scene.finish()
  scene.add(name('/a'))
  t.strictSame(scene.read, ['/a', '/a'])
})

// prettier-ignore
const apart: [name: string, fields: Partial<FileRecord>][] = [
  ['another inode',                 { ino: '6' }],
  ['another device',                { dev: '2' }],
  ['another machine',               { host: 'nas' }],
  ['another size: it has changed',  { size: 1 }],
  ['another mtime: it has changed', { mtimeNs: '1' }],
]

for (const [what, fields] of apart)
  t.test(`${what} is read for itself`, async (t) => {
    const scene = new Scene()
    scene.add(name('/a'), name('/b', fields))
    t.strictSame(scene.read, ['/a', '/b'])
  })

t.test('where inodes cannot be trusted, each name is read', async (t) => {
  const scene = new Scene(false)
  scene.add(name('/a'), name('/b'))
  t.strictSame(scene.read, ['/a', '/b'])
})

t.test('files with one name are not remembered', async (t) => {
  const scene = new Scene()
  scene.add(name('/a', { nlink: 1 }), name('/a', { nlink: 1 }))
  t.strictSame(scene.read, ['/a', '/a'])
})

t.test('a name that fails does not fail the others', async (t) => {
  const scene = new Scene()
  const failing = (bad: string[]) => (path: string) =>
    bad.includes(path) ? FAILED : `hex of ${path}`
  scene.add(name('/a'), name('/b'), name('/c'))
  scene.finish(failing(['/a', '/b']))
  t.strictSame(scene.got, { '/a': FAILED })
  scene.finish(failing(['/a', '/b']))
  t.strictSame(scene.got, { '/a': FAILED, '/b': FAILED })
  scene.finish(failing(['/a', '/b']))
  t.strictSame(scene.got, { '/a': FAILED, '/b': FAILED, '/c': 'hex of /c' })
  t.strictSame(scene.read, ['/a', '/b', '/c'])
})

t.test('a reader that answers at once', async (t) => {
  const read: string[] = []
  const shared = new SharedInodes(
    ({ path }, request) => {
      read.push(path!)
      request.done(path === '/a' ? FAILED : 'hex')
    },
    () => true,
  )
  const got: Outcome[] = []
  for (const path of ['/a', '/b', '/c'])
    shared.read(name(path), { done: (outcome) => got.push(outcome) })
  t.strictSame(got, [FAILED, 'hex', 'hex'])
  t.strictSame(read, ['/a', '/b'])
})

t.test('memory is bounded: the oldest is forgotten', async (t) => {
  const scene = new Scene()
  scene.add(name('/first'))
  scene.finish()
  for (let ino = 0; ino < MAX_INODES - 1; ino++)
    scene.add(name('/other', { ino: String(1000 + ino) }))
  scene.add(name('/second'))
  t.equal(scene.got['/second'], 'hex of /first', 'not yet')
  scene.add(name('/one more', { ino: '999' }), name('/third'))
  t.equal(scene.read.at(-1), '/third')
})
