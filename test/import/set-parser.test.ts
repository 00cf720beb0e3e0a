import t from 'tap'
import { GroupMaker } from '../../lib/import/group-maker.js'
import { byteNotation } from '../../lib/import/notation.js'
import { readSets, type OnSet, type SetParser } from '../../lib/import/set-parser.js'
import { chunksOf } from '../helper/bytes.js'

/** A set of all files at each `s`, an error at each `x`. */
function parser(onSet: OnSet, files: readonly string[], atEnd: string): SetParser {
  const write = (chunk: Buffer | string) => {
    for (const char of String(chunk)) {
      if (char === 'x') throw new Error('bad')
      if (char === 's') onSet({ members: files.map((printed) => ({ printed })), line: 1 })
    }
  }
  return { write, end: () => write(atEnd) }
}

// prettier-ignore
const cases: [name: string, text: string, atEnd: string, batches: number[], fails: boolean][] = [
  ['nothing',                          '',      '',   [0],       false],
  ['a batch a chunk',                  'ss.s',  '',   [2, 1, 0], false],
  ['at the end',                       'ss',    's',  [2, 1],    false],
  ['before an error in a chunk',       's.sxs', '',   [1, 1],    true],
  ['before an error at the end',       's.',    'sx', [1, 1],    true],
]

for (const [name, text, atEnd, want, fails] of cases)
  t.test(name, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    const maker = new GroupMaker(byteNotation('x'), { base: undefined, fault: () => t.fail() })
    const files = [`${dir}/a`, `${dir}/b`]
    const batches: number[] = []
    const chunks = text.startsWith('s.s') ? chunksOf(text, 2) : chunksOf(text, 3)
    const read = async () => {
      for await (const batch of readSets(chunks, maker, (onSet) => parser(onSet, files, atEnd)))
        batches.push(batch.length)
    }
    if (fails) await t.rejects(read, { message: 'bad' })
    else await read()
    t.strictSame(batches.filter(Boolean), want.filter(Boolean))
  })
