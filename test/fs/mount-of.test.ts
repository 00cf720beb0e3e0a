import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { mountFinder } from '../../lib/fs/mount-of.js'
import { parseMounts, readMounts } from '../../lib/fs/mounts.js'
import { bindMount, cannotMount, tmpfs } from '../helper/mounts.js'

const line = (id: number) => `${id} 1 0:${id} / /m${id} rw - tmpfs none rw`

t.test('mounts are read once, and again for one that is new', async (t) => {
  let [reads, now] = [0, [line(5)]]
  const read = () => {
    reads++
    return parseMounts(now.join('\n'))
  }
  const find = mountFinder(read, (fd) => (fd === 9 ? undefined : String(fd)))
  t.equal(find(9), undefined, 'the kernel does not tell')
  t.equal(reads, 0)
  t.equal(find(5)?.point, '/m5')
  t.equal(find(5)?.dev, '0:5')
  t.equal(reads, 1)
  now = [line(5), line(6)]
  t.equal(find(6)?.point, '/m6')
  t.equal(reads, 2)
  t.equal(find(7), undefined, 'it is not there')
})

t.test('where the mounts are not told', async (t) => {
  t.equal(
    mountFinder(
      () => undefined,
      () => '5',
    )(3),
    undefined,
  )
  t.equal(mountFinder()(-1), undefined)
})

t.test('two mounts of one file system', { skip: cannotMount() }, async (t) => {
  const dir = tmpfs(t)
  const view = bindMount(t, dir)
  const find = mountFinder(readMounts)
  const mountOf = (path: string) => {
    const fd = openSync(path, 'r')
    try {
      return find(fd)
    } finally {
      closeSync(fd)
    }
  }
  const [one, other] = [mountOf(dir), mountOf(view)]
  t.match(
    [one, other],
    [
      { point: dir, type: 'tmpfs' },
      { point: view, type: 'tmpfs' },
    ],
  )
  t.equal(one?.dev, other?.dev)
  t.not(one?.id, other?.id)
})
