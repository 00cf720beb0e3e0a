import t from 'tap'
import { MemoryCursor } from '../../lib/group/cursor.js'
import { Slabs } from '../../lib/group/slabs.js'
import { frameBytes, writeFrame } from '../../lib/group/write-frame.js'
import { Contents, nameOf, shown } from '../helper/frames.js'
import { file } from '../helper/records.js'

t.test('a cursor shows frames in the order of the refs, and the one before', async (t) => {
  const slabs = new Slabs(2 ** 20)
  const contents = new Contents()
  const [a, b, c] = ['/a', '/b', '/c'].map((path) => {
    const content = contents.of(file(path))
    const ref = slabs.reserve(frameBytes(content))!
    writeFrame(slabs.slabOf(ref), slabs.wordOf(ref), content)
    return ref
  })
  const refs = Uint32Array.of(c!, a!, b!)
  const cursor = new MemoryCursor(refs, Uint8Array.of(0, 2, 1), slabs)
  const names: string[] = []
  const seen = shown(cursor, (cursor) => {
    const { ref, alike, last } = cursor as MemoryCursor
    if (names.length > 0) t.equal(nameOf({ frame: last }), names.at(-1))
    names.push(nameOf(cursor))
    return [ref, alike]
  })
  t.strictSame(names, ['/c', '/a', '/b'])
  t.strictSame(seen, [
    [c, 0],
    [a, 2],
    [b, 1],
  ])
})

t.test('of nothing, nothing is shown', async (t) => {
  t.equal(new MemoryCursor(new Uint32Array(0), new Uint8Array(0), new Slabs(1)).next(), false)
})
