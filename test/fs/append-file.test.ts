import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openAppend, openReadOnly } from '../../lib/fs/append-file.js'
import { Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/append-file.js')

t.test('records follow each other, and can be read and cut off', async (t) => {
  const scratch = new Scratch(t)
  const path = String(scratch.at('new/dir/journal'))
  const file = openAppend(path, true)
  file.append(Buffer.from('one'))
  file.append(Buffer.from('two'))
  file.sync()
  t.strictSame([file.path, file.size()], [path, 6])
  const buffer = Buffer.alloc(10)
  t.equal(buffer.toString('latin1', 0, file.read(buffer, 2)), 'etwo')
  t.equal(file.read(buffer, 6), 0)
  file.truncate(3)
  file.append(Buffer.from('!'))
  t.equal(scratch.read('new/dir/journal'), 'one!')
  file.close()
  t.equal(scratch.stat('new/dir/journal').mode & 0o777n, 0o600n, 'for us alone')
  t.equal(scratch.stat('new/dir').mode & 0o777n, 0o700n)
})

t.test(
  'a new one, and every directory that is made for it, is durable',
  { skip: cannotTrace() },
  async (t) => {
    const scratch = new Scratch(t)
    const path = String(scratch.at('new/dir/journal'))
    const code = `import { openAppend } from ${JSON.stringify(MODULE)}; openAppend(${JSON.stringify(path)}, true)`
    const node = [process.execPath, '--input-type=module', '-e', code]
    const log = String(scratch.at('log'))
    const { status } = spawnSync('strace', [
      '-f',
      '-qq',
      '-y',
      '-e',
      'trace=fsync',
      '-o',
      log,
      ...node,
    ])
    t.equal(status, 0)
    const synced = [...scratch.read('log').matchAll(/fsync\(\d+<([^>]*)>\)/g)].map(
      ([, name]) => name,
    )
    const root = String(scratch.root)
    const ours = synced.filter((name) => name?.startsWith('/')) // koffi syncs standard streams, too
    t.strictSame([...new Set(ours)].sort(), [root, `${root}/new`, `${root}/new/dir`, path])
  },
)

// prettier-ignore
const refused: [name: string, make: (scratch: Scratch) => void, create: boolean, code: string][] = [
  ['a new one is not made over an old',  (s) => s.write('j', 'old'),                true,  'EEXIST'],
  ['nor through a symlink',              (s) => fs.symlinkSync('t', s.at('j')),     true,  'EEXIST'],
  ['an old one must be there',           () => {},                                  false, 'ENOENT'],
]

for (const [name, make, create, code] of refused)
  t.test(name, async (t) => {
    const scratch = new Scratch(t)
    make(scratch)
    const before = scratch.names()
    t.throws(() => openAppend(String(scratch.at('j')), create), { code })
    t.strictSame(scratch.names(), before)
  })

t.test('a device keeps nothing', async (t) => {
  t.throws(() => openAppend('/dev/full', true), { code: 'EEXIST' })
})

t.test('for reading only: no lock, no change', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('j', 'old')
  const path = String(scratch.at('j'))
  fs.chmodSync(path, 0o600)
  const writer = openAppend(path, false)
  const reader = openReadOnly(path)
  const buffer = Buffer.alloc(10)
  t.equal(reader.read(buffer, 0), 3)
  const change = /open for reading only/
  t.throws(() => reader.append(buffer), { message: change })
  t.throws(() => reader.truncate(0), { message: change })
  t.throws(() => reader.sync(), { message: change })
  reader.close()
  writer.close()
})

/** A process that has the file open, and says whether it got it. */
async function holder(path: string, native: string, PATH = process.env.PATH) {
  const script = `const { openAppend } = await import(${JSON.stringify(MODULE)})
    try {
      openAppend(process.argv[1], false)
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', path], {
    env: { ...process.env, DD_TOOLS_NATIVE: native, PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout!, 'data')
  return { child, said: String(said).trim() }
}

// The lock of one way keeps the other out, too.
for (const [native, ours] of [
  ['1', '1'],
  ['0', '1'],
  ['1', '0'],
] as const)
  t.test(`the second one is refused (native calls: ${native}, ${ours})`, async (t) => {
    const scratch = new Scratch(t)
    const path = String(scratch.at('j'))
    openAppend(path, true).close()
    const first = await holder(path, native)
    t.equal(first.said, 'held')
    const second = await holder(path, ours)
    t.equal(second.said, `${path} is in use by another run`)
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    t.doesNotThrow(() => openAppend(path, false).close(), 'a killed holder holds nothing')
  })

t.test('where nothing can lock, that is what is said', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('j')
  fs.chmodSync(scratch.at('j'), 0o600)
  const { child, said } = await holder(String(scratch.at('j')), '0', '/nowhere')
  t.equal(said, 'cannot lock: neither koffi nor flock(1) is there')
  child.kill('SIGKILL')
})
