import t from 'tap'
import { readBlocks } from '../../lib/stream/read-blocks.js'

async function* chunks(...pieces: readonly (Buffer | string)[]) {
  for (const piece of pieces) yield Buffer.from(piece as string)
}

/** What came out, and the number of each block's first line. */
async function blocks(input: AsyncIterable<Buffer>) {
  const found: [text: string, firstLine: number][] = []
  for await (const { bytes, firstLine } of readBlocks(input))
    found.push([bytes.toString(), firstLine])
  return found
}

t.test('wherever the chunks part, the lines are the same', async (t) => {
  const text = Buffer.from('a\n\n{"é":"😀"}\nlast\n')
  const lineAt = (at: number) => text.subarray(0, at).toString('latin1').split('\n').length
  for (let one = 0; one <= text.length; one++)
    for (let two = one; two <= text.length; two++) {
      const pieces = [text.subarray(0, one), text.subarray(one, two), text.subarray(two)]
      const found = await blocks(chunks(...pieces))
      t.equal(found.map(([piece]) => piece).join(''), text.toString(), `cut at ${one} and ${two}`)
      let at = 0
      for (const [piece, firstLine] of found) {
        if (firstLine !== lineAt(at) || !piece.endsWith('\n'))
          t.fail(`cut at ${one} and ${two}: a block starts at line ${firstLine}`)
        at += Buffer.byteLength(piece)
      }
    }
})

t.test('a byte a chunk', async (t) => {
  const found = await blocks(chunks(...'ab\nc\n'.split('')))
  t.strictSame(found, [['ab\n', 1], ['c\n', 2]]) // prettier-ignore
})

t.test('nothing is nothing', async (t) => {
  t.strictSame(await blocks(chunks()), [])
  t.strictSame(await blocks(chunks('')), [])
})

const eAcute = Buffer.from('é')

// prettier-ignore
const bad: [name: string, pieces: (Buffer | string)[], message: string][] = [
  ['no LF at the end',             ['a\nb'],                                  'line 2: cut short: no newline at its end'],
  ['not even one',                 ['b'],                                     'line 1: cut short: no newline at its end'],
  ['a byte that is never UTF-8',   ['a\n', Buffer.of(0xff), '\n'],            'line 2: not UTF-8'],
  ['in the middle of a block',     [Buffer.from('a\nb\n\xff\nc\n', 'latin1')], 'line 3: not UTF-8'],
  ['half a character, then LF',    [eAcute.subarray(0, 1), '\n'],             'line 1: not UTF-8'],
  ['the second half alone',        ['a\n', eAcute.subarray(1), 'x\n'],        'line 2: not UTF-8'],
  ['halves with an LF between',    ['a', eAcute.subarray(0, 1), '\n', eAcute.subarray(1), '\n'], 'line 1: not UTF-8'],
  ['a surrogate as CESU-8',        [Buffer.of(0xed, 0xa0, 0x80), '\n'],       'line 1: not UTF-8'],
  ['an overlong slash',            [Buffer.of(0xc0, 0xaf), '\n'],             'line 1: not UTF-8'],
]

for (const [name, pieces, message] of bad)
  t.test(name, async (t) => {
    await t.rejects(blocks(chunks(...pieces)), { message })
  })

t.test('what came before a bad line is passed on first', async (t) => {
  const found: string[] = []
  const read = async () => {
    for await (const { bytes } of readBlocks(chunks('a\n', 'b'))) found.push(bytes.toString())
  }
  await t.rejects(read(), { message: 'line 2: cut short' })
  t.strictSame(found, ['a\n'])
})

t.test('a line over 500 MiB is refused, not gathered', async (t) => {
  let sent = 0
  async function* endless() {
    const mebibyte = Buffer.alloc(2 ** 20, 'x')
    for (; sent < 600; sent++) yield mebibyte // the same one each time: it costs nothing
  }
  await t.rejects(blocks(endless()), { message: 'line 1: longer than 500 MiB' })
  t.equal(sent, 500)
})

t.test('a blank line and a NUL are for others to judge', async (t) => {
  t.strictSame(await blocks(chunks('\n \n\0\n')), [['\n \n\0\n', 1]])
})
