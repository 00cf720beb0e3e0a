import t from 'tap'
import { inodeKey, type FileRecord } from '../../lib/record/file.js'
import { firstNames, splitByFile } from '../../lib/record/one-file.js'
import { pathKey } from '../../lib/record/path.js'
import { randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

const a = file('/a', { ino: '5', dev: '1' })
const like = (path: string, fields: Partial<FileRecord>) =>
  ({ ...a, path, ...fields }) as FileRecord
const view = like('/view', { dev: '9' })
const isStacked = ({ dev }: FileRecord) => dev.startsWith('9')

/** `/a=/b /c`: names of one file each. */
function files(
  records: readonly FileRecord[],
  keyOf: (file: FileRecord) => string = inodeKey,
): string {
  const parts = splitByFile(records, isStacked, keyOf)
  return parts.map((names) => names.map(({ path }) => path).join('=')).join(' ')
}

/** The names of one file each, by `firstNames`. */
function parts(records: readonly FileRecord[]): FileRecord[][] {
  const firsts = [...firstNames(records, isStacked)]
  const places = firsts.filter((first, place) => first === place)
  return places.map((place) => records.filter((_, i) => firsts[i] === place))
}

// prettier-ignore
const cases: [name: string, records: FileRecord[], want: string][] = [
  ['none',                              [],                                                            ''],
  ['two inodes of one device',          [a, like('/b', { ino: '6' })],                                 '/a /b'],
  ['a hard link',                       [a, like('/b', {})],                                           '/a=/b'],
  ['a hard link whose times moved',     [a, like('/b', { ctimeNs: '9' })],                             '/a=/b'],
  ['a view on another device',          [a, view],                                                     '/a=/view'],
  ['the view comes first',              [view, a],                                                     '/view=/a'],
  ['a view of other owner and links',   [a, { ...view, uid: 7, mode: 0o100600, nlink: 3 }],            '/a=/view'],
  ['another inode there',               [a, { ...view, ino: '6' }],                                    '/a /view'],
  ['another size there',                [a, { ...view, size: 1 }],                                     '/a /view'],
  ['another mtime there',               [a, { ...view, mtimeNs: '1600000000000000001' }],              '/a /view'],
  ['another ctime there',               [a, { ...view, ctimeNs: '1600000000000000001' }],              '/a /view'],
  ['all the same on two disks',         [a, like('/b', { dev: '2' })],                                 '/a /b'],
  ['on another machine',                [a, { ...view, host: 'nas1' }],                                '/a /view'],
  ['two machines that see one disk',    [a, like('/view', { dev: '9', host: '' })],                    '/a /view'],
  ['two views of one machine',          [like('/b', { host: 'nas1' }), { ...view, host: 'nas1' }],     '/b=/view'],
  ['two views of a third',              [view, like('/w', { dev: '99' })],                             '/view=/w'],
  ['three devices',                     [a, view, like('/third', { dev: '99' })],                      '/a=/view=/third'],
  ['its links, and theirs',             [view, a, like('/b', {}), like('/view b', { dev: '9' })],      '/view=/a=/b=/view b'],
  ['a link whose times moved is its own, too', [view, like('/b', { ctimeNs: '9' }), a],                '/view=/b=/a'],
  ['and what that is a view of',        [view, like('/b', { ctimeNs: '9' }), like('/c', { dev: '99', ctimeNs: '9' }), a], '/view=/b=/c=/a'],
]

for (const [name, records, want] of cases)
  t.test(name, async (t) => {
    t.equal(files(records), want)
    const count = want === '' ? 0 : want.split(' /').length
    for (let time = 0; time < 5; time++) {
      const mixed = shuffled(records, randomFrom(time))
      t.equal(splitByFile(mixed, isStacked).length, count, 'in any order')
      t.strictSame(
        parts(mixed),
        splitByFile(mixed, isStacked),
        'the same by the places of first names',
      )
    }
  })

t.test('where inodes are not trusted, each name is its own, but for its views', async (t) => {
  const records = [a, like('/b', {}), view]
  t.equal(files(records, pathKey), '/a=/b=/view')
  t.equal(files(records.slice(0, 2), pathKey), '/a /b')
  const alone = [view, like('/w', { dev: '9' }), like('/b', { ino: '6' })]
  t.equal(files(alone, pathKey), '/view /w /b', 'on one device')
})

t.test('whether a device is stacked is asked only where all agrees', async (t) => {
  const ask = () => t.fail('it was asked') as never
  const records = [a, like('/b', { dev: '2', ino: '6' }), like('/c', { dev: '3', ctimeNs: '9' })]
  t.equal(splitByFile(records, ask).length, 3)
})

t.test('a long chain of devices ends in time', async (t) => {
  const chain = Array.from({ length: 100_000 }, (_, i) =>
    like(`/${i}`, { dev: `9${i >> 1}`, ctimeNs: `${(i + 1) >> 1}` }),
  )
  t.equal(splitByFile(shuffled(chain, randomFrom(1)), isStacked).length, 1)
})
