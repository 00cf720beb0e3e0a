import t from 'tap'
import { allNames, countLinked, enoughCopies } from '../../lib/dupes/copies.js'
import { Chains } from '../../lib/sort/chains.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'

const files = [
  made('/a/0', { root: '/a', dev: 7n, ino: 1n }),
  made('/a/1', { root: '/a', dev: 7n, ino: 2n }),
  made('/b/2', { root: '/b', dev: 7n, ino: 2n }),
  made('/b/3', { root: '/b', dev: 8n, ino: 2n }),
  made('/b/4', { root: '/b', dev: 8n, ino: 4n }),
  made('/c/5', { root: '/c', dev: 9n, ino: 4n }),
  made('/a/x/6', { root: '/a', dev: 7n, ino: 2n ** 64n - 1n }),
  made('/v/7', { root: '/v', dev: 9n, ino: 2n }),
]

// prettier-ignore
const cases: [name: string, chains: [number, number][], files: number[], inodes: number, names: number, roots: number][] = [
  ['none',                                 [],               [],           0, 0, 0],
  ['one',                                  [],               [0],          1, 1, 1],
  ['two inodes below one root',            [],               [0, 1],       2, 2, 1],
  ['two inodes below two roots',           [],               [0, 3],       2, 2, 2],
  ['one inode, each name for itself',      [],               [1, 2],       1, 2, 2],
  ['one number on two devices',            [],               [2, 3],       2, 2, 1],
  ['one inode and its other name',         [[1, 2]],         [1],          1, 2, 2],
  ['with another inode',                   [[1, 2]],         [1, 0],       2, 3, 2],
  ['two that have further names',          [[1, 2], [0, 6]], [1, 0],       2, 4, 2],
  ['a further name below the same root',   [[0, 6]],         [0],          1, 2, 1],
  ['its view on another device',           [[1, 7]],         [1],          1, 1, 1],
  ['another name, and views of both',      [[1, 2], [1, 7]], [1],          1, 2, 2],
  ['all of them',                          [],               [0, 1, 2, 3, 4, 5, 6], 6, 7, 3],
]

for (const [name, chained, given, inodes, all, roots] of cases)
  t.test(name, async (t) => {
    const table = tableOf(files)
    const names = new Chains(files.length)
    for (const [first, other] of chained) names.add(first, other)
    const count = (rule: { isolate?: true; hardLinks?: true }) =>
      [1, 2, 3, 4, 5, 6, 7].filter((least) =>
        enoughCopies(table, names, least, { isolate: false, hardLinks: false, ...rule })(
          Uint32Array.from(given),
        ),
      ).length
    t.equal(count({}), inodes, 'inodes')
    t.equal(count({ hardLinks: true }), all, 'names')
    t.equal(count({ isolate: true }), roots, 'roots')
    const linked = given.reduce((sum, file) => sum + countLinked(file, names, table), 0)
    t.equal(linked, all)
    t.equal([...allNames(Uint32Array.from(given), names)].length, given.length + chained.length)
  })
