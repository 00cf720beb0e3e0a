import t from 'tap'
import type { Fault } from '../../lib/record/fault.js'
import { Findings, faultOf } from '../../lib/prefix/findings.js'
import { STATE } from '../../lib/prefix/look-block.js'
import { END, NONE, Relations } from '../../lib/prefix/relations.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

const FILES = ['/0', '/1', '/2', '/3', '/4', '/5']

const twinsOf = (found: Findings) =>
  FILES.map((_, i) => [...found.twins.from(i)].sort().join(' ')).filter((twins) => twins.length > 1)

t.test('relations of a cluster are entered by the numbers of its files', async (t) => {
  const found = new Findings(6)
  const relations = new Relations(4)
  relations.twin[2] = 0
  relations.parent[0] = 1
  relations.end[1] = END.zeros
  found.enter(relations, Uint32Array.of(5, 3, 1, 0))
  t.strictSame([...found.parent], [NONE, NONE, NONE, NONE, NONE, 3])
  t.strictSame([...found.isTwin], [0, 1, 0, 0, 0, 0])
  t.strictSame(twinsOf(found), ['1 5'])
  t.strictSame([...found.end], [0, 0, 0, END.zeros, 0, 0])
})

t.test('who was equal to one that turns out equal comes with it', async (t) => {
  const found = new Findings(6)
  found.join(2, 4)
  found.join(2, 5)
  found.join(0, 1)
  found.join(0, 2)
  t.strictSame([...found.twins.from(0)].sort(), [0, 1, 2, 4, 5])
  t.strictSame([...found.isTwin], [0, 1, 1, 0, 1, 1])
})

/** What is told of files that could not be read. */
function report(found: Findings) {
  const files = listedOnly(FILES.map((path) => file(path)))
  files.state.fill(STATE.waits)
  const faults: Fault[] = []
  found.report(files, (fault) => faults.push(fault))
  return { files, paths: faults.map(({ path }) => path && 'path' in path && path.path), faults }
}

const failure = (file: number, code = 'EIO') => ({ file, code, message: `${code}: sorry` })

t.test('faults come in the order of the input', async (t) => {
  const found = new Findings(6)
  for (const file of [4, 1, 3]) found.fail(failure(file))
  const { files, paths } = report(found)
  t.strictSame(paths, ['/1', '/3', '/4'])
  const { waits, failed } = STATE
  t.strictSame([...files.state.subarray(0, 6)], [waits, failed, waits, failed, failed, waits])
})

t.test('who fails twice is told once', async (t) => {
  const found = new Findings(6)
  for (const file of [4, 1, 4]) found.fail(failure(file))
  t.strictSame(report(found).paths, ['/1', '/4'])
})

t.test('twins of one that failed stay together', async (t) => {
  const found = new Findings(6)
  for (const twin of [3, 4, 5]) found.join(1, twin)
  found.fail(failure(1))
  const { files, paths } = report(found)
  t.strictSame(paths, ['/1'])
  const heads = [0, 1, 2, 3, 4, 5].filter(
    (file) => files.state[file] === STATE.read && !found.isTwin[file],
  )
  t.equal(heads.length, 1)
  t.strictSame([...found.twins.from(heads[0]!)].sort(), [3, 4, 5])
})

t.test('one that failed alone takes nobody with it', async (t) => {
  const found = new Findings(6)
  found.join(2, 3)
  found.fail(failure(1))
  const { files } = report(found)
  t.strictSame([...files.state.subarray(0, 6)].filter((state) => state === STATE.failed).length, 1)
  t.strictSame([...found.isTwin], [0, 0, 0, 1, 0, 0])
})

t.test('a fault names what was done, the file and the reason', async (t) => {
  const files = listedOnly([file('/a'), file('/b')])
  const coded = faultOf(files, {
    file: 1,
    code: 'EACCES',
    message: 'EACCES: permission denied, open',
  })
  t.equal(coded.doing, 'read')
  t.equal(coded.path && 'path' in coded.path && coded.path.path, '/b')
  t.match(coded.cause, { code: 'EACCES', message: 'EACCES: permission denied, open' })
  t.ok(coded.cause instanceof Error)
  t.equal(faultOf(files, { file: 0, code: '', message: 'changed' }).cause, 'changed')
})
