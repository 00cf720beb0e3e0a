import t from 'tap'
import type { Extent } from '../../lib/fs/native/fiemap.js'
import { sharedBlocks } from '../../lib/fs/shared-blocks.js'

const BLOCK = 4096

/**
 * Extents from `0+2@100s 4+1@9`: from block 0 on two blocks, at block 100 of the disk, that others
 * share; then a hole of two blocks, and one block at 9. Letters: s shared, i inline, e encoded, u unknown.
 */
function extents(text: string): Extent[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const [, at, blocks, disk, flags = ''] = /^(\d+)\+(\d+)@(\d+)(\w*)$/.exec(one)!
      return {
        at: Number(at) * BLOCK,
        bytes: Number(blocks) * BLOCK,
        disk: BigInt(disk!) * BigInt(BLOCK),
        isKnown: !/[iu]/.test(flags),
        isInline: flags.includes('i'),
        isEncoded: flags.includes('e'),
        isShared: flags.includes('s'),
      }
    })
}

// prettier-ignore
const cases: [name: string, mine: string, theirs: string, want: { isWhole: boolean, isInline?: boolean, own?: number }][] = [
  ['all of it',                           '0+8@100s',            '0+8@100s',                   { isWhole: true }],
  ['nothing of it',                       '0+8@100',             '0+8@200',                    { isWhole: false, own: 8 }],
  ['shared, but with another file',       '0+8@100s',            '0+8@200',                    { isWhole: false }],
  ['both shared, but with other files',   '0+8@100s',            '0+8@200s',                   { isWhole: false }],
  ['the same place, but on another disk', '0+8@100',             '0+8@100',                    { isWhole: false, own: 8 }],
  ['the same, in two parts here',         '0+3@100s 3+5@103s',   '0+8@100s',                   { isWhole: true }],
  ['the same, in two parts there',        '0+8@100s',            '0+3@100s 3+5@103s',          { isWhole: true }],
  ['two parts that lie apart',            '0+3@100s 3+5@300s',   '0+3@100s 3+5@300s',          { isWhole: true }],
  ['parts that overlap',                  '0+3@100s 3+5@103s',   '0+5@100s 5+3@105s',          { isWhole: true }],
  ['the same blocks at another place',    '0+4@100s',            '0+4@104s',                   { isWhole: false }],
  ['all but the last block',              '0+7@100s 7+1@50',     '0+8@100s',                   { isWhole: false, own: 1 }],
  ['all but the first',                   '0+1@50 1+7@101s',     '0+8@100s',                   { isWhole: false, own: 1 }],
  ['one block in the middle is its own',  '0+3@100s 3+1@50 4+4@104s', '0+8@100s',              { isWhole: false, own: 1 }],
  ['the other has a hole there',          '0+8@100s',            '0+4@100s 5+3@105s',          { isWhole: false }],
  ['the other ends before',               '0+8@100s',            '0+4@100s',                   { isWhole: false }],
  ['a hole has nothing to give',          '0+2@100s 6+2@106s',   '0+8@100s',                   { isWhole: true }],
  ['a hole in both',                      '0+2@100s 6+2@106s',   '0+2@100s 6+2@106s',          { isWhole: true }],
  ['nothing but a hole',                  '',                    '0+8@100',                    { isWhole: true }],
  ['nothing at all in either',            '',                    '',                           { isWhole: true }],
  ['in the inode',                        '0+1@0i',              '0+1@0i',                     { isWhole: true, isInline: true }],
  ['in the inode, the other is not',      '0+1@0i',              '0+1@7s',                     { isWhole: true, isInline: true }],
  ['only the other is in its inode',      '0+1@7',               '0+1@0i',                     { isWhole: false, own: 1 }],
  ['only its end is in the inode',        '0+7@100s 7+1@0i',     '0+7@100s 7+1@0i',            { isWhole: true }],
  ['not written yet',                     '0+8@0us',             '0+8@0us',                    { isWhole: false }],
  ['compressed',                          '0+4@100es 4+4@101es', '0+4@100es 4+4@101es',        { isWhole: true }],
  ['compressed, each by itself',          '0+4@100e',            '0+4@200e',                   { isWhole: false, own: 4 }],
  ['compressed, and cut in another place', '0+8@100es',          '0+4@100es 4+4@100es',        { isWhole: true }],
  ['compressed, and the other is not',    '0+4@100es',           '0+4@100s',                   { isWhole: false }],
  ['set aside behind its end',            '0+8@100s 8+8@500',    '0+8@100s',                   { isWhole: true }],
  ['set aside behind the end, in one',    '0+16@100s',           '0+8@100s',                   { isWhole: true }],
]

/** Extents a page at a time, as the kernel gives them: from a byte on. */
function pages(files: readonly string[], size: number) {
  let asked = 0
  const page = (fd: number, from: number) => {
    asked++
    const rest = extents(files[fd]!).filter(({ at, bytes }) => at + bytes > from)
    return rest.slice(0, size)
  }
  return { page, asked: () => asked }
}

for (const [name, mine, theirs, { isWhole, isInline = false, own = 0 }] of cases)
  for (const size of [1, 2, 100])
    t.test(`${name}, ${size} at a time`, async (t) => {
      const { page } = pages([mine, theirs], size)
      const want = { isWhole, isInline, own: own * BLOCK }
      for (const end of [8 * BLOCK - 5, 8 * BLOCK])
        t.strictSame(sharedBlocks(page, 0, 1, end), want, `${end} bytes`)
    })

t.test('a file system that does not tell', async (t) => {
  t.equal(
    sharedBlocks(() => undefined, 0, 1, 1),
    undefined,
  )
  for (const told of [0, 1])
    t.equal(
      sharedBlocks((fd) => (fd === told ? [] : undefined), 0, 1, 1),
      undefined,
    )
})

t.test('what lies behind the end is not asked for', async (t) => {
  const { page, asked } = pages(['0+1@1s 1+1@2s 2+1@3s 3+1@4s', '0+1@1s'], 1)
  sharedBlocks(page, 0, 1, BLOCK)
  t.ok(asked() <= 4, `${asked()} calls`)
})
