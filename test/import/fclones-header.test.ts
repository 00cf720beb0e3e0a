import t from 'tap'
import { FclonesHeader, membersOf } from '../../lib/import/fclones-header.js'

function header(...words: string[]) {
  const notes: string[] = []
  const header = new FclonesHeader((note) => void notes.push(note))
  header.setCommand(words, 3)
  return { header, notes }
}

t.test('a set gets its digest and its directory from the header', async (t) => {
  const { header: known } = header('fclones', '--hash-fn=blake3')
  known.setBase('/x\\ny/')
  const hash = 'ab'.repeat(32)
  t.strictSame(known.setOf(5, hash, ['/a', '/b\\xFF'], 9), {
    members: [
      { printed: '/a', size: 5 },
      { printed: '/b\xff', size: 5 },
    ],
    line: 9,
    base: Buffer.from('/x\ny'),
    digest: { hash, algo: 'blake3' },
  })
})

t.test('a directory that is not absolute is none', async (t) => {
  const { header: known } = header('fclones')
  known.setBase('x')
  t.equal(known.setOf(5, '', ['a'], 9).base, undefined)
})

t.test('what was compared', async (t) => {
  t.throws(() => header('fclones', '--transform=x'), { message: /^line 3: .*--transform/ })
  t.match(header('fclones', '--skip-content-hash').notes, [/compared little/])
  t.strictSame(header('fclones').notes, [])
})

t.test('a set without a header is refused', async (t) => {
  const none = new FclonesHeader(() => {})
  t.throws(() => none.setOf(5, '', ['/a'], 9), { message: /^line 9: a set without the header/ })
})

t.test('a path that is not STFU-8 is refused with its line', async (t) => {
  t.throws(() => membersOf(5, ['/a', '\\q'], 9), { message: /^line 9: an escape/ })
})
