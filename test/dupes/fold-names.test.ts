import t from 'tap'
import { foldNames } from '../../lib/dupes/fold-names.js'
import { Chains } from '../../lib/sort/chains.js'
import { classesOf } from '../../lib/sort/classes.js'

// prettier-ignore
const cases: [name: string, inodes: number[][], trusted: number[], heads: number[], names: number[][]][] = [
  ['none',                                  [],                  [],     [],           []],
  ['one name each',                         [[0], [1]],          [0, 1], [0, 1],       [[0], [1]]],
  ['several names: the first stands for all', [[2, 0, 1]],       [2],    [2],          [[2, 0, 1]]],
  ['inodes that may be several files',      [[2, 0, 1]],         [],     [2, 0, 1],    [[2], [0], [1]]],
  ['some of one kind, some of the other',   [[0, 1], [2, 3], [4]], [0],  [0, 2, 3, 4], [[0, 1], [2], [3], [4]]],
]

for (const [name, inodes, trusted, heads, all] of cases)
  t.test(name, async (t) => {
    const names = new Chains(5)
    const asked = new Set<number>()
    const isTrusted = (file: number) => {
      asked.add(inodes.findIndex((inode) => inode.includes(file)))
      return trusted.includes(file)
    }
    const inodeOf = (file: number) => inodes.findIndex((inode) => inode.includes(file))
    const files = Uint32Array.from(inodes.flat())
    const classes = classesOf(files, Int32Array.from(files, inodeOf), (a, b) => inodeOf(a) === inodeOf(b)) // prettier-ignore
    t.strictSame([...foldNames(classes, names, isTrusted)], heads)
    t.strictSame(
      heads.map((head) => [...names.from(head)].sort()),
      all.map((files) => files.toSorted()),
    )
    const several = [...inodes.keys()].filter((i) => inodes[i]!.length > 1)
    t.strictSame([...asked], several, 'who has one name need not be asked for')
  })
