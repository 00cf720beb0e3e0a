import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { pathFields } from '../../lib/record/path.js'
import { FclonesHeader } from '../../lib/report/fclones-header.js'
import { file } from '../helper/records.js'
import { groupOf, reportOptions } from '../helper/reported.js'

const START = '2026-01-02T03:04:05.678000000Z'

function headerOf(groups: readonly GroupRecord[], options = {}) {
  const header = new FclonesHeader(reportOptions(options))
  for (const group of groups) header.add(group, group.files)
  const text = header.lines(reportOptions(options)).join('\n')
  return { text, header: JSON.parse(`${text.replace(/,$/, '')}\n}`).header }
}

const at = (mtimeNs: string) => file('/a', { size: 10, mtimeNs })
const old = at('1600000000123456789')

t.test('as fclones prints it', async (t) => {
  const { text } = headerOf([groupOf(old, old, old), groupOf(old, old)])
  t.equal(
    text,
    `{
  "header": {
    "version": "0.35.0",
    "timestamp": "2020-09-13T12:26:40.123456789Z",
    "command": [
      "dd-x --flag",
      "group",
      "--hash-fn",
      "blake3",
      ".",
      "-f",
      "json"
    ],
    "base_dir": "/base",
    "stats": {
      "group_count": 2,
      "total_file_count": 5,
      "total_file_size": 50,
      "redundant_file_count": 3,
      "redundant_file_size": 30,
      "missing_file_count": 0,
      "missing_file_size": 0
    }
  },`,
  )
})

// prettier-ignore
const times: [name: string, files: FileRecord[][], want: string][] = [
  ['no group',                    [],                                       START],
  ['the newest file',             [[old, at('1700000000000000001')], [old, old]], '2023-11-14T22:13:20.000000001Z'],
  ['the newest is of a later group', [[old, old], [old, at('1700000000000000001')]], '2023-11-14T22:13:20.000000001Z'],
  ['one that is newer than we',   [[old, at('4000000000000000000')]],       START],
  ['the last digit of a time',    [[old, at('1767323045677999999')]],       '2026-01-02T03:04:05.677999999Z'],
  ['modified before 1970',        [[at('-5'), at('-7000000000')]],          '1970-01-01T00:00:00.000000000Z'],
  ['a time beyond all calendars', [[old, at('99999999999999999999')]],      START],
]

for (const [name, files, want] of times)
  t.test(`the time: ${name}`, async (t) => {
    const { header } = headerOf(files.map((some) => groupOf(...some)))
    t.equal(header.timestamp, want)
  })

const group = groupOf(old, old)
const { hash: _, algo: __, ...unhashed } = group

// prettier-ignore
const commands: [name: string, groups: GroupRecord[], want: string[]][] = [
  ['blake3',                      [group, group],                           ['--hash-fn', 'blake3']],
  ['one that fclones has, too',   [{ ...group, algo: 'sha3-256' }],         ['--hash-fn', 'sha3-256']],
  ['one that it has not',         [{ ...group, algo: 'sha1' }],             []],
  ['two of them',                 [group, { ...group, algo: 'sha256' }],    []],
  ['a digest of nobody knows what', [{ ...unhashed, hash: 'ab' }],          []],
  ['beside such a digest',        [group, { ...unhashed, hash: 'ab' }],     []],
  ['none',                        [unhashed],                               []],
  ['not of all',                  [unhashed, group],                        ['--hash-fn', 'blake3']],
]

for (const [name, groups, want] of commands)
  t.test(`the function of the hashes: ${name}`, async (t) => {
    t.strictSame(headerOf(groups).header.command.slice(1), ['group', ...want, '.', '-f', 'json'])
  })

// prettier-ignore
const isolated: [name: string, roots: string[][], command: string[], redundant: number][] = [
  ['two below one, one below another', [['/a', '/a', '/b']],                        ['/a', '/b'],       1],
  ['as many below each',               [['/a', '/a', '/b', '/b']],                  ['/a', '/b'],       2],
  ['three roots, the first with one',  [['/a', '/b', '/b', '/c']],                  ['/a', '/b', '/c'], 3],
  ['several groups',                   [['/b', '/c'], ['/a', '/b', '/b']],          ['/a', '/b', '/c'], 3],
  ['a root that is not UTF-8',         [['/a', '/\xff']],                           ['/\\xFF', '/a'].sort(), 1],
]

for (const [name, roots, want, redundant] of isolated)
  t.test(`files below one root are one copy: ${name}`, async (t) => {
    const below = (root: string) => {
      const { path, path64 } = pathFields(Buffer.from(root, 'latin1'))
      const { root: _, ...rest } = old
      return { ...rest, ...(path === undefined ? { root64: path64! } : { root: path }) }
    }
    const { header } = headerOf(roots.map((some) => groupOf(...some.map(below))), { isolate: true }) // prettier-ignore
    t.strictSame(header.command.slice(-3 - want.length, -2), ['--isolate', ...want])
    t.equal(header.stats.redundant_file_count, redundant)
    t.equal(header.stats.redundant_file_size, redundant * old.size)
  })

t.test('names in STFU-8', async (t) => {
  const { header } = headerOf([], {
    commandLine: ['dd-x', 'a\n\\'],
    base: () => Buffer.from('/b\xff', 'latin1'),
  })
  t.equal(header.command[0], 'dd-x a\\n\\\\')
  t.equal(header.base_dir, '/b\\xFF')
})
