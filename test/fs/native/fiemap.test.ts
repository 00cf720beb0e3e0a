import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import t from 'tap'
import { sharedBlocks } from '../../../lib/fs/shared-blocks.js'
import { calls, noNative } from '../../helper/native.js'
import { cannotMount, loopFs, tmpfs, type Making } from '../../helper/mounts.js'
import { Scratch } from '../../helper/scratch.js'

const BLOCK = 4096
const MIB = 2 ** 20

/** How `name` lies beside `other`. */
function shared(scratch: Scratch, name: string, other: string) {
  const [a, b] = [openSync(scratch.at(name), 'r'), openSync(scratch.at(other), 'r')]
  try {
    return sharedBlocks(calls.extents, a, b, Number(scratch.stat(name).size))
  } finally {
    closeSync(a)
    closeSync(b)
  }
}

/** Is the first of it compressed? */
function isEncoded(scratch: Scratch, name: string): boolean | undefined {
  const fd = openSync(scratch.at(name), 'r')
  const [first] = calls.extents(fd, 0) ?? []
  closeSync(fd)
  return first?.isEncoded
}

function clone(scratch: Scratch, name: string, of: string): void {
  const [from, to] = [String(scratch.at(of)), String(scratch.at(name))]
  execFileSync('cp', ['--reflink=always', from, to])
}

/** Every other block of a file is written, so that it lies in many pieces. */
function scattered(scratch: Scratch, name: string, pieces: number): void {
  scratch.write(name, '')
  const fd = openSync(scratch.at(name), 'r+')
  for (let i = 0; i < pieces; i++)
    writeSync(fd, Buffer.alloc(BLOCK, i % 251), 0, BLOCK, 2 * i * BLOCK)
  ftruncateSync(fd, 2 * pieces * BLOCK)
  closeSync(fd)
}

function overwrite(scratch: Scratch, name: string, at: number): void {
  const fd = openSync(scratch.at(name), 'r+')
  writeSync(fd, 'Z', at)
  closeSync(fd) // not synced: what is asked next must see it
}

const OURS = { isWhole: true, isInline: false, own: 0 }

// prettier-ignore
const disks: [name: string, type: 'btrfs' | 'xfs', mib: number, making: Making][] = [
  ['btrfs',             'btrfs', 128, {}],
  ['btrfs, compressed', 'btrfs', 128, { options: 'compress-force=zstd' }],
  ['xfs',               'xfs',   320, { make: ['-m', 'reflink=1'] }],
]

for (const [name, type, mib, making] of disks)
  t.test(`on ${name}`, { skip: noNative || cannotMount(type) }, async (t) => {
    const scratch = new Scratch(t, loopFs(t, type, mib, making))
    const content = Buffer.alloc(3 * MIB + 5, 'some text ')
    scratch.write('a', content)
    scratch.write('copy', content)
    t.match(shared(scratch, 'copy', 'a'), { isWhole: false, own: 3 * MIB + BLOCK })
    clone(scratch, 'clone', 'a')
    t.strictSame(shared(scratch, 'clone', 'a'), OURS)
    t.strictSame(shared(scratch, 'clone', 'copy'), { ...OURS, isWhole: false })
    t.equal(isEncoded(scratch, 'a'), making.options !== undefined)
    overwrite(scratch, 'clone', MIB)
    t.match(shared(scratch, 'clone', 'a'), { isWhole: false, own: BLOCK })

    scattered(scratch, 'many', 700)
    clone(scratch, 'many too', 'many')
    t.strictSame(shared(scratch, 'many too', 'many'), OURS, 'more extents than one call tells')
    overwrite(scratch, 'many too', 2 * 699 * BLOCK)
    t.match(shared(scratch, 'many too', 'many'), { isWhole: false, own: BLOCK })
  })

t.test(
  'small files of btrfs lie in their inodes',
  { skip: noNative || cannotMount('btrfs') },
  async (t) => {
    const scratch = new Scratch(t, loopFs(t, 'btrfs', 128))
    scratch.write('a', 'small')
    scratch.write('b', 'small')
    t.strictSame(shared(scratch, 'b', 'a'), { isWhole: true, isInline: true, own: 0 })
  },
)

t.test('tmpfs does not tell', { skip: noNative || cannotMount() }, async (t) => {
  const scratch = new Scratch(t, tmpfs(t))
  scratch.write('a')
  scratch.write('b')
  t.equal(shared(scratch, 'b', 'a'), undefined)
})
