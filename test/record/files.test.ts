import t from 'tap'
import { filesAt, hereOf } from '../../lib/record/files.js'
import { HERE } from '../../lib/record/host.js'
import { file } from '../helper/records.js'

const [a, b] = [file('/a'), file('/b', { host: HERE })]
const there = file('/a', { host: 'nas1' })

t.test('files by their places, in that order', async (t) => {
  const some = filesAt([a, b, there], [2, 0])
  t.strictSame([some.length, some.at(0), some.at(1), some.at(2)], [2, there, a, undefined])
  t.strictSame([...some], [there, a])
  t.strictSame([...some], [there, a], 'once more')
})

t.test('a list of what is here is the same list', async (t) => {
  const files = [a, b]
  t.equal(hereOf(files), files)
  t.strictSame(hereOf([]), [])
})

t.test('what is elsewhere is left out', async (t) => {
  t.strictSame([...hereOf([there, a, there, b])], [a, b])
  t.strictSame([...hereOf([there])], [])
})

t.test('nobody looks where it is known that all are here', async (t) => {
  const files = {
    length: 1,
    areHere: true,
    at: () => a,
    [Symbol.iterator]: () => t.fail() as never,
  }
  t.equal(hereOf(files), files)
})
