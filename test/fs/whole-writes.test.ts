import { closeSync, openSync, readFileSync } from 'node:fs'
import t from 'tap'
import { wholeWrites } from '../../lib/fs/whole-writes.js'
import { writeAll } from '../../lib/stream/write-lines.js'

t.test('what is written is in the file, in order', async (t) => {
  const path = `${t.testdir()}/f`
  const fd = openSync(path, 'w')
  const out = wholeWrites(fd)
  await writeAll(out, 'é one\n')
  await writeAll(out, Buffer.from('two\n'))
  closeSync(fd)
  t.equal(readFileSync(path, 'utf8'), 'é one\ntwo\n')
})

t.test('a short write is gone on with', async (t) => {
  const written: string[] = []
  const out = wholeWrites(1, (_fd, bytes, from) => {
    written.push(bytes.toString('utf8', from, from + 3))
    return Math.min(3, bytes.length - from)
  })
  await writeAll(out, '1234567')
  t.strictSame(written, ['123', '456', '7'])
})

t.test('a disk that is full after a short write is an error', async (t) => {
  let room = 5
  const out = wholeWrites(1, (_fd, bytes, from) => {
    if (room === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    const fits = Math.min(room, bytes.length - from)
    room -= fits
    return fits
  })
  out.on('error', () => {})
  await t.rejects(writeAll(out, '1234567'), { code: 'ENOSPC' })
})
