import t from 'tap'
import { paysToSample, splitForTrial } from '../../lib/dupes/trial.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'

const [SHORT, LONG] = [65_536, 65_537]

/** A table of files of these sizes. */
const sized = (sizes: readonly number[]) =>
  tableOf(sizes.map((size, i) => made(`/t/${i}`, { size })))

/** Two files in each class. */
function split(sizes: readonly number[]) {
  const table = sized(sizes.flatMap((size) => [size, size]))
  const classes = sizes.map((_, i) => Uint32Array.of(2 * i, 2 * i + 1))
  const { first, others } = splitForTrial(classes, table)
  const classOf = (files: Uint32Array) => [...files].map((file) => file / 2).filter(Number.isInteger) // prettier-ignore
  t.equal(first.length + others.length, 2 * sizes.length, 'none is lost')
  return [classOf(first), classOf(others)]
}

const upTo = (count: number) => [...Array(count).keys()]

// prettier-ignore
const splits: [name: string, sizes: number[], first: number[]][] = [
  ['none',                            [],                                  []],
  ['one class of short files',        [SHORT],                             [0]],
  ['the next 15 wait',                Array(16).fill(5),                   [0]],
  ['one in 16 is tried',              Array(33).fill(5),                   [0, 16, 32]],
  ['long files are sampled, all',     [LONG, LONG, 2 ** 40],               [0, 1, 2]],
  ['and do not count among short ones', [LONG, SHORT, LONG, SHORT],        [0, 1, 2]],
  ['where short ones begin',          [LONG, SHORT, SHORT, LONG],          [0, 1, 3]],
]

for (const [name, sizes, first] of splits)
  t.test(`split: ${name}`, async (t) => {
    const others = upTo(sizes.length).filter((i) => !first.includes(i))
    t.strictSame(split(sizes), [first, others])
  })

// prettier-ignore
const trials: [name: string, short: number, shortLeft: number, long: number, longLeft: number, pays: boolean][] = [
  ['nothing was tried: a few may well be sampled',  0,    0,   0,  0,  true],
  ['all short files went',                          100,  0,   0,  0,  true],
  ['just enough went',                              1000, 449, 0,  0,  true],
  ['not quite enough',                              1000, 450, 0,  0,  false],
  ['all are left',                                  1000, 1000, 0, 0,  false],
  ['few were tried, and all are left',              28,   28,  0,  0,  true],
  ['a few more',                                    29,   29,  0,  0,  false],
  ['long ones that are left say nothing',           100,  0,   90, 90, true],
  ['nor do those that went',                        1000, 450, 90, 0,  false],
]

for (const [name, short, shortLeft, long, longLeft, pays] of trials)
  t.test(`${name}: ${pays ? 'it pays' : 'it does not pay'}`, async (t) => {
    const table = sized([...Array(short).fill(SHORT), ...Array(long).fill(LONG)])
    const files = (shorts: number, longs: number) =>
      Uint32Array.from([...upTo(shorts), ...upTo(longs).map((i) => short + i)])
    t.equal(paysToSample(files(short, long), files(shortLeft, longLeft), table), pays)
  })
