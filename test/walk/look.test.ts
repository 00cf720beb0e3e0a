import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { inodeOf, nanoseconds } from '../../lib/fs/file-stat.js'
import { kindOf, look, lookThrough } from '../../lib/walk/look.js'
import { job } from '../helper/walked.js'

const dir = t.testdir({ file: 'x', sub: {} })
symlinkSync('file', `${dir}/to-file`)
symlinkSync('sub', `${dir}/to-dir`)
symlinkSync('none', `${dir}/to-none`)
symlinkSync('loop', `${dir}/loop`)
mkdirSync(Buffer.from(`${dir}/d\xff`, 'latin1'))
writeFileSync(Buffer.from(`${dir}/d\xff/f`, 'latin1'), '')
execFileSync('mkfifo', [`${dir}/fifo`])

// prettier-ignore
const seen: [name: string, own: string | undefined, through: string | undefined][] = [
  ['file',     'file',       'file'],
  ['sub',      'directory',  'directory'],
  ['fifo',     'other',      'other'],
  ['to-file',  'link',       'file'],
  ['to-dir',   'link',       'directory'],
  ['to-none',  'link',       undefined],
  ['loop',     'link',       undefined],
  ['none',     undefined,    undefined],
  ['d\xff/f',  'file',       'file'],
]

for (const [name, own, through] of seen)
  t.test(`${JSON.stringify(name)} is ${own}, and ${through} behind it`, async (t) => {
    const { fault } = await job()
    const kind = (found: ReturnType<typeof look>) => found && kindOf(found)
    t.equal(kind(look(`${dir}/${name}`, fault)), own)
    t.equal(kind(lookThrough(`${dir}/${name}`, false, fault)), through)
  })

// prettier-ignore
const failures: [name: string, required: boolean, faults: string[]][] = [
  ['to-none',  false,  []],
  ['to-none',  true,   ['follow to-none: ENOENT']],
  ['loop',     false,  ['follow loop: ELOOP']],
  ['to-file',  true,   []],
]

for (const [name, required, want] of failures)
  t.test(`to follow ${name}, ${required ? 'an operand' : 'met on the way'}`, async (t) => {
    const { fault, faults } = await job()
    lookThrough(`${dir}/${name}`, required, fault)
    t.strictSame(
      faults.map((text) => text.replace(`${dir}/`, '')),
      want,
    )
  })

t.test('a name that is not there is a fault', async (t) => {
  const { fault, faults } = await job()
  look(`${dir}/none`, fault)
  t.strictSame(faults, [`stat ${dir}/none: ENOENT`])
})

t.test('numbers come exact', async (t) => {
  const { fault } = await job()
  const { ino, mtimeNs } = lstatSync(dir, { bigint: true })
  for (const stat of [
    look(dir, fault),
    lookThrough(dir, true, fault),
    lookThrough(dir, false, fault),
  ]) {
    t.equal(inodeOf(stat!), ino)
    t.equal(nanoseconds(stat!.mtime, stat!.mtimeNs), mtimeNs)
  }
})
