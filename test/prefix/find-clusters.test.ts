import t from 'tap'
import { findClusters } from '../../lib/prefix/find-clusters.js'
import { sortSignatures } from '../../lib/prefix/sort-signatures.js'
import { pick, randomFrom } from '../helper/random.js'
import { signaturesOf } from '../helper/signatures-of.js'

// prettier-ignore
const cases: [name: string, signatures: string[], want: string[]][] = [
  ['none',                               [],                               []],
  ['one',                                ['a'],                            []],
  ['unlike',                             ['a', 'b', 'c'],                  []],
  ['equal',                              ['a', 'a'],                       ['a a']],
  ['the beginning of another',           ['ab', 'a'],                      ['a ab']],
  ['branches',                           ['ab', 'a', 'ac'],                ['a ab ac']],
  ['branches whose stem is no file',     ['ab', 'ac'],                     []],
  ['a chain',                            ['abc', 'ab', 'a'],               ['a ab abc']],
  ['several, and some in none',          ['a', 'b', 'bc', 'c', 'd', 'da'], ['b bc', 'd da']],
  ['zeros',                              ['\0', '\0\0', '\0\0\0', '\x01'], ['\0 \0\0 \0\0\0']],
  ['the first and the last',             ['a', 'b', 'ab', 'bb'],           ['a ab', 'b bb']],
]

for (const [name, texts, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(clusters(texts), want)
  })

/** The files of each cluster, in words. */
function clusters(texts: readonly string[]): string[] {
  const signatures = signaturesOf(texts)
  const files = Uint32Array.from(texts.keys())
  sortSignatures(files, signatures, (a, b) => a - b)
  const spans = [...findClusters(files, signatures)]
  return spans.map(([from, to]) => [...files.subarray(from, to)].map((i) => texts[i]).join(' '))
}

t.test(
  'random signatures: two that begin each other are in one cluster, and no others',
  async (t) => {
    const random = randomFrom(5)
    for (let round = 0; round < 300; round++) {
      const letters = pick(['ab', 'abc', '\0a'], random)
      const word = () =>
        Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick([...letters], random)).join(
          '',
        )
      const words = Array.from({ length: Math.floor(random() * 12) }, word)
      const related = (a: string, b: string) => a.startsWith(b) || b.startsWith(a)
      const stems = new Set(words.filter((a) => !words.some((b) => a !== b && a.startsWith(b))))
      const want = [...stems]
        .map((stem) => words.filter((word) => related(stem, word)))
        .filter((cluster) => cluster.length > 1)
        .map((cluster) => cluster.sort().join(' '))
      t.strictSame(clusters(words), want.sort())
    }
  },
)
