import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, constants, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, type Stats } from 'node:fs' // prettier-ignore
import { createServer } from 'node:net'
import t from 'tap'
import { openAppend, openReadOnly } from '../../lib/fs/append-file.js'
import { openRegular } from '../../lib/fs/open-regular.js'
import { UsageError } from '../../lib/record/fault.js'
import { Scratch } from '../helper/scratch.js'

type Open = (path: string, trusted?: boolean) => { close: () => void }

const ways: [name: string, open: Open][] = [
  ['for reading', openReadOnly],
  ['for appending', (path, trusted) => openAppend(path, false, trusted)],
]

const descriptors = () => readdirSync('/proc/self/fd').length

// prettier-ignore
const others: [name: string, make: (path: string, s: Scratch) => void][] = [
  ['a directory',            (path) => mkdirSync(path)],
  ['a FIFO',                 (path) => void execFileSync('mkfifo', [path])],
  ['/dev/null',              (path) => symlinkSync('/dev/null', path)],
  ['/dev/zero',              (path) => symlinkSync('/dev/zero', path)],
  ['/dev/full',              (path) => symlinkSync('/dev/full', path)],
  ['a symlink to a FIFO',    (path, s) => (execFileSync('mkfifo', [`${s.root}/fifo`]), symlinkSync('fifo', path))],
]

for (const [way, open] of ways) {
  for (const [name, make] of others)
    t.test(`${name} is no file to open ${way}, trusted or not`, async (t) => {
      const scratch = new Scratch(t)
      const path = `${scratch.root}/j`
      make(path, scratch)
      const before = descriptors()
      for (const trusted of [false, true])
        t.throws(() => open(path, trusted), new UsageError(`"${path}" is not a regular file`))
      t.equal(descriptors(), before)
    })

  t.test(`a socket is no file to open ${way}`, async (t) => {
    const path = `${new Scratch(t).root}/j`
    const server = createServer().listen(path)
    await new Promise((resolve) => server.once('listening', resolve))
    t.throws(() => open(path, true), { message: /is not a regular file/ })
    server.close()
  })

  t.test(`none is there to open ${way}`, async (t) => {
    t.throws(() => open(`${new Scratch(t).root}/j`), { code: 'ENOENT', syscall: 'open' })
  })

  for (const mode of [0o600, 0o640, 0o644, 0o444, 0o755])
    t.test(`mode ${mode.toString(8)}: nobody else can have written it (${way})`, async (t) => {
      const scratch = new Scratch(t)
      scratch.write('j')
      chmodSync(scratch.at('j'), mode)
      const skip = (mode & 0o200) === 0 && way !== 'for reading' && process.getuid?.() !== 0
      if (!skip) t.doesNotThrow(() => open(`${scratch.root}/j`).close())
    })

  for (const mode of [0o620, 0o602, 0o660, 0o666, 0o777])
    t.test(`mode ${mode.toString(8)}: others may write to it (${way})`, async (t) => {
      const scratch = new Scratch(t)
      const path = `${scratch.root}/j`
      scratch.write('j')
      chmodSync(path, mode)
      const before = descriptors()
      t.throws(() => open(path), { message: `others may write to "${path}": read it, then say` })
      t.equal(descriptors(), before)
      t.doesNotThrow(() => open(path, true).close(), 'trusted')
    })

  const skip = process.getuid?.() === 0 ? false : 'needs root'
  t.test(`it belongs to somebody else (${way})`, { skip }, async (t) => {
    const scratch = new Scratch(t)
    const path = `${scratch.root}/j`
    scratch.write('j')
    chownSync(path, 65534, 65534)
    t.throws(() => open(path), { message: `"${path}" belongs to another user: read it, then say` })
    t.doesNotThrow(() => open(path, true).close(), 'trusted')
    symlinkSync('j', `${scratch.root}/l`)
    t.throws(() => open(`${scratch.root}/l`), { message: /belongs to another user/ })
  })
}

for (const [name, make] of others)
  t.test(`${name} that takes the name of a file at the last moment`, async (t) => {
    const scratch = new Scratch(t)
    const path = `${scratch.root}/j`
    const look = (): Stats => {
      scratch.write('j')
      const stat = statSync(path)
      rmSync(path)
      make(path, scratch)
      return stat
    }
    const before = descriptors()
    const error = new UsageError(`"${path}" is not a regular file`)
    t.throws(() => openRegular(path, constants.O_RDONLY, look), error)
    t.equal(descriptors(), before, 'and it is closed again')
  })

const notRoot = process.geteuid?.() !== 0 && 'needs root'

for (const [name, uid] of [
  ['what root has written', 0],
  ['what he has written himself', 65534],
] as const)
  t.test(`somebody believes ${name}`, { skip: notRoot }, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('j')
    chmodSync(scratch.root, 0o755)
    chmodSync(scratch.at('j'), 0o644)
    chownSync(scratch.at('j'), uid, uid)
    process.seteuid!(65534)
    t.teardown(() => process.seteuid!(0))
    t.doesNotThrow(() => openReadOnly(`${scratch.root}/j`).close())
    process.seteuid!(0)
  })
