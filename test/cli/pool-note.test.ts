import t from 'tap'
import { poolNote } from '../../lib/cli/pool-note.js'

const point = { path: '/mnt/pool' }

t.test('the branches are named', async (t) => {
  const branches = [{ path: '/mnt/a' }, { path: '/mnt/b\n' }]
  const note = poolNote({ point, branches }, 'walk its branches')
  t.equal(note, '"/mnt/pool" is a mergerfs pool: walk its branches: "/mnt/a" "/mnt/b\\u{a}"')
})

t.test('or where to look for them', async (t) => {
  t.match(
    poolNote({ point, branches: undefined }, 'walk them'),
    /: walk them: as its mount command/,
  )
})
