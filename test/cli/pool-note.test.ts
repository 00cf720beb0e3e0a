import t from 'tap'
import { poolNote } from '../../lib/cli/pool-note.js'

const point = { path: '/mnt/pool' }

t.test('the branches are named', async (t) => {
  const note = poolNote({ point, branches: [{ path: '/mnt/a' }, { path: '/mnt/b\n' }] })
  t.equal(
    note,
    '"/mnt/pool" is a mergerfs pool: walk its branches, one dd-walk a disk: "/mnt/a" "/mnt/b\\u{a}"',
  )
})

t.test('or where to look for them', async (t) => {
  t.match(poolNote({ point, branches: undefined }), /one dd-walk a disk: as its mount command/)
})
