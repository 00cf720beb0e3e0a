import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { Flight, MAX_IN_FLIGHT } from '../../lib/hash/flight.js'
import type { Request } from '../../lib/hash/lanes.js'
import { HERE } from '../../lib/record/host.js'
import type { Fault } from '../../lib/record/fault.js'
import type { Listed } from '../../lib/hash/listed-lines.js'
import { file } from '../helper/records.js'

const asked: Asked = { algo: 'sha1', headBytes: undefined }

class Scene {
  readonly reading: [Listed, Request][] = []
  readonly faults: Fault[] = []
  readonly ticks: number[][] = []
  readonly flight = new Flight({
    asked,
    readNs: '123',
    read: (...name) => this.reading.push(name),
    fault: (fault) => this.faults.push(fault),
    tick: (...tick) => this.ticks.push(tick),
  })

  add(...records: Listed[]): void {
    for (const record of records) this.flight.add({ record, line: JSON.stringify(record) })
  }

  /** What is ready: path and hash of each. */
  take(): string[] | undefined {
    return this.flight.takeReady()?.map((line) => {
      const { path, hash } = JSON.parse(line)
      return `${path} ${hash}`
    })
  }
}

t.test('records go out in the order in which they came in', async (t) => {
  const scene = new Scene()
  scene.add(file('/a'), file('/b', { hash: 'bb', algo: 'sha1' }), file('/c'))
  t.equal(scene.take(), undefined, 'the first is not done')
  const [a, c] = scene.reading.map(([, request]) => request)
  c!.done('cc')
  t.equal(scene.take(), undefined)
  a!.done('aa')
  t.strictSame(scene.take(), ['/a aa', '/b bb', '/c cc'])
  t.equal(scene.take(), undefined)
  t.ok(scene.flight.isEmpty)
  t.strictSame(scene.ticks, [[3, 3 * 4096]])
})

t.test('what is done at the front need not wait for the rest', async (t) => {
  const scene = new Scene()
  scene.add(file('/a'), file('/b'))
  scene.reading[0]![1].done('aa')
  t.strictSame(scene.take(), ['/a aa'])
  t.notOk(scene.flight.isEmpty)
})

t.test('a record that has its digest goes on as it is, unread', async (t) => {
  const scene = new Scene()
  const line = '{"x":1e999,"algo":"sha1","hash":"aa"}'
  scene.flight.add({ record: file('/a', { hash: 'aa', algo: 'sha1' }), line })
  t.strictSame(scene.flight.takeReady(), [line])
  t.equal(scene.reading.length, 0)
})

t.test('a digest says since when it is known', async (t) => {
  const scene = new Scene()
  const known = { hash: 'bb', algo: 'sha1' }
  scene.add(file('/read'), file('/known', { ...known, readNs: '7' }), file('/unknown', known))
  scene.add(file('/other', { hash: 'bb', algo: 'md5', readNs: '7' }))
  for (const [, request] of scene.reading) request.done('aa')
  const since = scene.flight.takeReady()!.map((line) => JSON.parse(line).readNs)
  t.strictSame(since, ['123', '7', undefined, '123'])
})

t.test('files that fail are reported in the order of the input, and left out', async (t) => {
  const scene = new Scene()
  scene.add(file('/a'), file('/b'), file('/c'))
  const [a, b, c] = scene.reading.map(([, request]) => request)
  c!.done({ code: 'EACCES', message: 'EACCES: permission denied, open' })
  b!.done('bb')
  a!.done({ code: '', message: 'changed while it was read' })
  t.strictSame(scene.faults, [])
  t.strictSame(scene.take(), ['/b bb'])
  t.match(scene.faults, [
    { doing: 'read', path: { path: '/a' }, cause: 'changed while it was read' },
    { doing: 'read', path: { path: '/c' }, cause: { code: 'EACCES' } },
  ])
  t.strictSame(scene.ticks, [[3, 3 * 4096]])
})

t.test('all fail: there is something to take, though no line', async (t) => {
  const scene = new Scene()
  scene.add(file('/a'))
  scene.reading[0]![1].done({ code: '', message: 'gone' })
  t.strictSame(scene.take(), [])
  t.ok(scene.flight.isEmpty)
})

t.test('files of another machine are not looked for on this one', async (t) => {
  const scene = new Scene()
  scene.add(file('/a', { host: 'nas1' }), file('/b', { host: HERE }))
  scene.add(file('/c', { host: 'nas1', hash: 'cc', algo: 'sha1' }))
  t.strictSame(
    scene.reading.map(([{ path }]) => path),
    ['/b'],
  )
  scene.reading[0]![1].done('bb')
  t.strictSame(scene.take(), ['/b bb', '/c cc'])
  t.match(scene.faults, [{ path: { path: '/a' }, cause: 'is on another machine, nas1' }])
})

t.test('there is room for so many', async (t) => {
  const scene = new Scene()
  for (let i = 0; i < MAX_IN_FLIGHT; i++) {
    if (!scene.flight.hasRoom) return void t.fail(`full at ${i}`)
    scene.add(file('/a'))
  }
  t.notOk(scene.flight.hasRoom)
  scene.reading[0]![1].done('aa')
  scene.flight.takeReady()
  t.ok(scene.flight.hasRoom)
})
