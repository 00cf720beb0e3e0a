import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { HERE } from '../../lib/record/host.js'
import { groupSection } from '../../lib/report/group-section.js'
import { file } from '../helper/records.js'

const plain = (path: string, fields: Partial<FileRecord> = {}) =>
  file(path, { blocks: 8, ...fields })
const twin = { ino: '7', nlink: 2 }
const { blocks: _, ...unknown } = file('/u')

// prettier-ignore
const heads: [name: string, files: FileRecord[], want: string][] = [
  ['two copies',                            [plain('/a'), plain('/b')],                                '2 copies of 4.0 KiB, 4.0 KiB could be freed'],
  ['three copies',                          [plain('/a'), plain('/b'), plain('/c')],                   '3 copies of 4.0 KiB, 8.0 KiB could be freed'],
  ['hard links are one copy',               [plain('/a', twin), plain('/b'), plain('/c', twin)],       '2 copies of 4.0 KiB under 3 names, 4.0 KiB could be freed'],
  ['one with a name elsewhere is kept',     [plain('/a', twin), plain('/b')],                          '2 copies of 4.0 KiB, 4.0 KiB could be freed'],
  ['two of those: nothing is freed',        [plain('/a', twin), plain('/b', { nlink: 3 })],            '2 copies of 4.0 KiB, 0 B could be freed'],
  ['the least that is free for sure',       [plain('/a', { blocks: 0 }), plain('/b')],                 '2 copies of 4.0 KiB, 0 B could be freed'],
  ['blocks that nobody knows',              [unknown, plain('/b', { blocks: 16 })],                    '2 copies of 4.0 KiB, 4.0 KiB could be freed'],
  ['each machine keeps one',                [plain('/a'), plain('/a', { host: 'm' }), plain('/b', { host: 'm' }), plain('/c', { host: 'n' })], '4 copies of 4.0 KiB, 4.0 KiB could be freed'],
  ['one name each on two machines',         [plain('/a'), plain('/a', { host: 'm' })],                 '2 copies of 4.0 KiB, 0 B could be freed'],
  ['this machine has two spellings',        [plain('/a'), plain('/b', { host: HERE })],                '2 copies of 4.0 KiB, 4.0 KiB could be freed'],
  ['one file',                              [plain('/a')],                                             '1 copy of 4.0 KiB, 0 B could be freed'],
  ['no file',                               [],                                                        '0 copies of 4.0 KiB, 0 B could be freed'],
]

const group = (files: readonly FileRecord[]): GroupRecord => ({ type: 'group', size: 4096, files })

for (const [name, files, want] of heads)
  t.test(name, async (t) => {
    t.strictSame([...groupSection().lines(group(files))].slice(0, 2), ['', want])
  })

t.test('names, in their order, also those that are gone', async (t) => {
  const lost = [{ path: '/gone\n' }]
  const lines = [...groupSection().lines({ ...group([plain('/b\n'), plain('/a')]), lost })]
  t.strictSame(lines.slice(2), [
    '  /b\\u{a}',
    '  /a',
    '  /gone\\u{a} (removed by a run that was interrupted)',
  ])
})

// prettier-ignore
const remarks: [partial: unknown, want: string][] = [
  ['high', '; they are incomplete themselves, confidence high'],
  ['low',  '; they are incomplete themselves, confidence low'],
  ['\x1b', ''],
  [7,      ''],
]

for (const [partial, want] of remarks)
  t.test(`a group that is partial: ${JSON.stringify(partial)}`, async (t) => {
    const truncated = Object.assign(group([plain('/a'), plain('/b')]), { partial })
    t.equal(
      [...groupSection().lines(truncated as GroupRecord)][1],
      `2 copies of 4.0 KiB, 4.0 KiB could be freed${want}`,
    )
  })

t.test('the sum', async (t) => {
  const section = groupSection()
  section.lines(group([plain('/a'), plain('/b')]))
  t.equal(section.summary(), '1 group: 2 copies, 4.0 KiB could be freed')
  section.lines(group([plain('/c', twin), plain('/d', twin), plain('/e')]))
  t.equal(section.summary(), '2 groups: 4 copies under 5 names, 8.0 KiB could be freed')
})
