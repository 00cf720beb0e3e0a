import t from 'tap'
import type { Digests } from '../../lib/hash/asked.js'
import { setDigests } from '../../lib/hash/set-digests.js'

const hash: Digests = { head: undefined, headBytes: undefined, hash: 'bb', algo: 'sha1', readNs: undefined } // prettier-ignore
const head: Digests = { ...hash, head: 'aa', headBytes: 16, hash: undefined }
const both: Digests = { ...head, hash: 'bb' }
const read: Digests = { ...hash, readNs: '7' }

const HEAD = '"head":"aa","headBytes":16'

// prettier-ignore
const cases: [name: string, line: string, digests: Digests, want: string][] = [
  ['a hash is added at the end',          '{"x":1}',                                       hash, '{"x":1,"hash":"bb","algo":"sha1"}'],
  ['a head is added at the end',          '{"x":1}',                                       head, `{"x":1,${HEAD},"algo":"sha1"}`],
  ['both, in their order',                '{"x":1}',                                       both, `{"x":1,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['nothing new: the line as it is',      ` {"algo":"sha1" ,"hash":"bb","x":1 } `,         hash, ` {"algo":"sha1" ,"hash":"bb","x":1 } `],
  ['a hash comes after our head',         `{"x":1,${HEAD},"algo":"sha1"}`,                 both, `{"x":1,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['another head replaces ours',          '{"x":1,"head":"00","headBytes":8,"algo":"sha1"}', head, `{"x":1,${HEAD},"algo":"sha1"}`],
  ['and leaves the hash',                 '{"x":1,"head":"00","headBytes":8,"hash":"bb","algo":"sha1"}', both, `{"x":1,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['another algorithm replaces all',      `{"x":1,${HEAD},"algo":"md5"}`,                  hash, '{"x":1,"hash":"bb","algo":"sha1"}'],
  ['a field given twice goes twice',      `{"head":"00","x":1,${HEAD},"algo":"md5"}`,      hash, '{"x":1,"hash":"bb","algo":"sha1"}'],
  ['the time of reading comes after',     '{"x":1}',                                       read, '{"x":1,"hash":"bb","algo":"sha1","readNs":"7"}'],
  ['and replaces an older one',           '{"x":1,"hash":"aa","algo":"sha1","readNs":"6"}', read, '{"x":1,"hash":"bb","algo":"sha1","readNs":"7"}'],
  ['wherever that stands',                '{"readNs":"6","x":1,"hash":"aa","algo":"md5"}', read, '{"x":1,"hash":"bb","algo":"sha1","readNs":"7"}'],
  ['it goes with its digest',             '{"x":1,"hash":"aa","algo":"md5","readNs":"6"}', head, `{"x":1,${HEAD},"algo":"sha1"}`],
  ['the same time: the line as it is',    '{"x":1,"readNs":"7","hash":"bb","algo":"sha1"}', read, '{"x":1,"readNs":"7","hash":"bb","algo":"sha1"}'],
  ['fields in another order',             `{"algo":"sha1","x":1,${HEAD}}`,                 both, `{"x":1,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['a field after ours',                  `{"x":1,${HEAD},"algo":"sha1","y":2}`,           both, `{"x":1,"y":2,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['numbers that JavaScript cannot hold', '{"n":1e999,"m":18446744073709551615}',          hash, '{"n":1e999,"m":18446744073709551615,"hash":"bb","algo":"sha1"}'],
  ['and beside an older head',            `{"n":1e999,"algo":"sha1",${HEAD}}`,             both, `{"n":1e999,${HEAD},"hash":"bb","algo":"sha1"}`],
  ['blanks at the end go',                '{"x":1} \r',                                    hash, '{"x":1,"hash":"bb","algo":"sha1"}'],
  ['a brace in the last value',           '{"x":"}"}',                                     hash, '{"x":"}","hash":"bb","algo":"sha1"}'],
  ['a value that looks like ours',        `{"x":"\\",${HEAD.replaceAll('"', '\\"')}"}`,    hash, `{"x":"\\",${HEAD.replaceAll('"', '\\"')}","hash":"bb","algo":"sha1"}`],
]

for (const [name, line, digests, want] of cases)
  t.test(name, async (t) => {
    const found = setDigests(line, JSON.parse(line), digests)?.join('') ?? line
    t.equal(found, want)
    const { head, headBytes, hash, algo, readNs } = JSON.parse(found)
    t.strictSame({ head, headBytes, hash, algo, readNs }, digests)
  })
