import t from 'tap'
import { joined, namesOf } from '../../lib/walk/part.js'

const EVERY_BYTE = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).filter(
  (char) => char !== '\0' && char !== '/',
)

// prettier-ignore
const cases: [name: string, names: string[]][] = [
  ['none',                           []],
  ['one',                            ['a']],
  ['several',                        ['a', 'b', 'c']],
  ['the same',                       ['a', 'a']],
  ['dots',                           ['.a', '..a', '...']],
  ['what separates elsewhere',       [' ', '\n', ',', '\\', '\t']],
  ['every byte that a name can have', EVERY_BYTE],
  ['all of them in one',             [EVERY_BYTE.join('')]],
  ['as long as can be',              ['\xff'.repeat(255), 'n'.repeat(255)]],
  ['many',                           Array.from({ length: 100_000 }, (_, i) => `${i}`)],
]

for (const [name, names] of cases)
  t.test(`names that are joined come apart again: ${name}`, async (t) => {
    t.strictSame(namesOf(joined(names)), names)
    t.strictSame(namesOf(structuredClone(joined(names))), names, 'also in another thread')
  })
