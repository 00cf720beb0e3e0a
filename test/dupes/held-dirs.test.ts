import * as fs from 'node:fs'
import { execFileSync } from 'node:child_process'
import t, { type Test } from 'tap'
import { FileTable } from '../../lib/dupes/file-table.js'
import { FoundRows } from '../../lib/dupes/found-rows.js'
import { HeldDirs } from '../../lib/dupes/held-dirs.js'
import { fileStat } from '../../lib/fs/file-stat.js'
import { native } from '../../lib/fs/native/native.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { Scratch } from '../helper/scratch.js'

const calls = native()?.byAddress
const options = { skip: !calls && 'koffi does not load' }

const openFiles = () => fs.readdirSync('/proc/self/fd').length

/** Files that a walk has listed, latin1, and who opens them. */
function held(t: Test, names: readonly string[], most: number) {
  const scratch = new Scratch(t)
  const table = new FileTable()
  const found = new FoundRows(table.memory)
  const dirs = new Map<string, ReturnType<typeof topDirectory>>()
  for (const name of names) {
    scratch.write(name, name)
    const path = `${scratch.root}/${name}`
    const above = path.slice(0, path.lastIndexOf('/'))
    const dir = dirs.get(above) ?? topDirectory(above, { dev: 1n, ino: 2n })
    dirs.set(above, dir)
    found.add(dir, path.slice(above.length + 1), fileStat(Buffer.from(path, 'latin1')))
  }
  for (const rows of found.takeBatch()) table.add(rows)
  const opener = new HeldDirs(table, calls!, most)
  /** What the file has, or undefined. */
  const read = (file: number) => {
    const fd = opener.openIn(file, fs.constants.O_RDONLY)
    if (fd < 0) return undefined
    const content = fs.readFileSync(fd, 'latin1')
    fs.closeSync(fd)
    return content
  }
  return { scratch, opener, read, table }
}

const NAMES = ['a/f', 'a/g', 'b/f', 'c/d/e/f', 'top', '\xff/\xfe', 'b/g', 'c/d/e/h']

for (const most of [0, 1, 2, 9])
  t.test(`at most ${most} stay open, and are closed`, options, async (t) => {
    const before = openFiles()
    const { opener, read } = held(t, NAMES, most)
    for (let round = 0; round < 2; round++)
      for (const [file, name] of NAMES.entries()) t.equal(read(file), Buffer.from(name).toString('latin1')) // prettier-ignore
    t.equal(openFiles() - before, Math.min(most, 5))
    opener.close()
    t.equal(openFiles(), before)
  })

// prettier-ignore
const changes: [what: string, act: (scratch: Scratch) => void, heldSees: string | undefined, pathSees: string | undefined][] = [
  ['a file of it is gone',        ({ at }) => fs.unlinkSync(at('a/g')),                                           undefined, undefined],
  ['it is given another name',    ({ at }) => fs.renameSync(at('a'), at('z')),                                    'a/g',     undefined],
  ['another one has its name',    ({ at, write }) => { fs.renameSync(at('a'), at('z')); write('a/g', 'other') },  'a/g',     'other'],
  ['a symlink has its name',      ({ at }) => { fs.renameSync(at('a'), at('z')); fs.symlinkSync('b', at('a')) },  'a/g',     'b/g'],
  ['it is removed',               ({ at }) => fs.rmSync(at('a'), { recursive: true }),                            undefined, undefined],
]

for (const [what, act, heldSees, pathSees] of changes)
  t.test(`after a file of it was opened, ${what}`, options, async (t) => {
    for (const [most, sees] of [
      [9, heldSees],
      [0, pathSees],
    ] as const) {
      // prettier-ignore
      const { scratch, opener, read } = held(t, NAMES, most)
      t.equal(read(0), 'a/f')
      act({ at: (name: string) => scratch.at(name), write: (name: string, text: string) => scratch.write(name, text) } as Scratch) // prettier-ignore
      t.equal(read(1), sees, `at most ${most}`)
      opener.close()
    }
  })

t.test('a directory that cannot be opened is tried once; its files fail', options, async (t) => {
  const { scratch, opener, read } = held(t, NAMES, 9)
  const before = openFiles()
  fs.renameSync(scratch.at('a'), scratch.at('z'))
  t.equal(read(0), undefined)
  fs.renameSync(scratch.at('z'), scratch.at('a'))
  t.equal(read(1), 'a/g', 'by its path')
  t.equal(openFiles(), before)
  opener.close()
})

t.test('below the root directory', options, async () => {
  const table = new FileTable()
  const found = new FoundRows(table.memory)
  const [name] = fs.readdirSync('/').filter((name) => fs.lstatSync(`/${name}`).isDirectory())
  found.add(topDirectory('/', { dev: 1n, ino: 2n }), name!, fileStat(`/${name}`))
  for (const rows of found.takeBatch()) table.add(rows)
  const opener = new HeldDirs(table, calls!, 9)
  const fd = opener.openIn(0, fs.constants.O_RDONLY)
  t.ok(fs.fstatSync(fd).isDirectory())
  fs.closeSync(fd)
  opener.close()
})

t.test('who may not list a directory opens what is in it', options, async (t) => {
  const { scratch } = held(t, ['closed/f'], 9)
  if (process.getuid!() !== 0) return t.comment('not root')
  const script = `
    const { HeldDirs } = await import(${JSON.stringify(new URL('../../lib/dupes/held-dirs.js', import.meta.url))})
    const { native } = await import(${JSON.stringify(new URL('../../lib/fs/native/native.js', import.meta.url))})
    const { filesMemory, SharedFiles } = await import(${JSON.stringify(new URL('../../lib/dupes/shared-files.js', import.meta.url))})
    const memory = filesMemory(1)
    Buffer.from(memory.dirPaths).write(process.argv[1])
    Buffer.from(memory.names).write('f')
    const held = new HeldDirs(new SharedFiles(memory), native().byAddress, 9)
    native()
    process.setgroups([]); process.setgid(65534); process.setuid(65534)
    const fs = await import('node:fs')
    const before = fs.readdirSync('/proc/self/fd').length
    const fd = held.openIn(0, 0)
    console.log(fd >= 0 && fs.readFileSync(fd, 'latin1'), fs.readdirSync('/proc/self/fd').length - before)`
  for (let at = scratch.root; at !== '/'; at = at.replace(/\/[^/]*$/, '') || '/')
    if ((fs.statSync(at).mode & 1) === 0) return t.comment('out of reach for others')
  fs.chmodSync(scratch.at('closed'), 0o711)
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script, String(scratch.at('closed'))], { encoding: 'latin1' }) // prettier-ignore
  t.equal(said, 'closed/f 2\n', 'the directory, and the file')
})
