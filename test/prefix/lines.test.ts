import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { Lines } from '../../lib/prefix/lines.js'

const MEMORY = 32 * 2 ** 20

/** Lines, and how many temporary files they made. */
function counted(dir: string) {
  const made = { files: 0 }
  const lines = new Lines(() => {
    made.files++
    return new TempFile(dir)
  })
  const read = (at: number, bytes: number) => {
    const into = Buffer.alloc(bytes)
    lines.read(at, into)
    return into.toString('latin1')
  }
  return { lines, made, read }
}

t.test('few are in memory', async (t) => {
  const { lines, made, read } = counted(t.testdir())
  const [a, b] = ['one\n', 'two\n'].map((text) => lines.append(Buffer.from(text)))
  t.strictSame([read(b!, 4), read(a!, 3), read(a! + 1, 2)], ['two\n', 'one', 'ne'])
  t.equal(made.files, 0)
  lines.close()
})

t.test('the bytes are kept, whatever becomes of the buffer', async (t) => {
  const { lines, read } = counted(t.testdir())
  const bytes = Buffer.from('one\n')
  const at = lines.append(bytes)
  bytes.fill('x')
  t.equal(read(at, 4), 'one\n')
  lines.close()
})

for (const [name, first, files] of [
  ['what just fits stays in memory', MEMORY - 4, 0],
  ['one byte more does not', MEMORY - 3, 1],
  ['one block that is too large', MEMORY + 1, 1],
] as const)
  t.test(name, async (t) => {
    const { lines, made, read } = counted(t.testdir())
    const bytes = Buffer.alloc(first, 'x')
    bytes.write('<', 0)
    bytes.write('>', first - 1)
    const at = lines.append(bytes)
    const next = lines.append(Buffer.from('two\n'))
    t.equal(made.files, files)
    t.equal(read(next, 4), 'two\n')
    t.equal(read(at, 2), '<x')
    t.equal(read(at + first - 2, 2), 'x>')
    lines.close()
  })

t.test(
  'all that comes after the first in the file goes there, too; one file for all',
  async (t) => {
    const { lines, made, read } = counted(t.testdir())
    const texts = ['a', 'b'.repeat(MEMORY), 'cc', 'ddd']
    const places = texts.map((text) => lines.append(Buffer.from(text)))
    t.equal(made.files, 1)
    t.strictSame(
      places.map((at, i) => read(at, texts[i]!.length) === texts[i]),
      [true, true, true, true],
    )
    t.equal(new Set(places).size, 4)
    lines.close()
  },
)

t.test('no room for the file: it is said', async (t) => {
  const lines = new Lines(() => {
    throw new Error('no room')
  })
  lines.append(Buffer.from('x'))
  t.throws(() => lines.append(Buffer.alloc(MEMORY)), { message: 'no room' })
  lines.close()
})
