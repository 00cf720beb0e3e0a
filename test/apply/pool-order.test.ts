// The order in which a pool link is made: whatever moment comes, the name is there, and what is durable
// on the drive of the keeper is so before anything leaves the other drive.
import t from 'tap'
import { World } from '../helper/world.js'

const FILES = { 'a/k': 'content', 'b/s/t/d': 'content' }

/** What was done, in order: `call place`, temporary names as `~`. */
async function changes(world: World): Promise<string[]> {
  const { error, faults } = await world.apply({ trace: true })
  if (error) throw error
  return faults.calls
    .filter(({ change }) => change)
    .map(({ name, where }) => `${name} ${where}`.replaceAll(`${world.root}/`, ''))
    .map((line) => line.replace(/\.dd-\w+-\d+a?~/g, '~'))
    .filter((line) => !line.startsWith('syncJournal'))
}

t.test('a pool link into new directories', async (t) => {
  const world = new World(
    { mode: 'X' },
    FILES,
    [['pool-link', 'b/s/t/d', 'a/k', 'a/s/t/d']],
    undefined,
    ['a', 'b'],
  )
  t.teardown(() => world.remove())
  t.strictSame(await changes(world), [
    'append header',
    'sync a/k',
    'sync a/',
    'append PENDING',
    'mkdir a/~ ',
    'setMetadata a/~/ ',
    'sync a/~/',
    'rename a/~ a/s',
    'sync a/',
    'mkdir a/s/~ ',
    'setMetadata a/s/~/ ',
    'sync a/s/~/',
    'rename a/s/~ a/s/t',
    'sync a/s/',
    'link a/k a/s/t/d',
    'setMetadata a/s/t/ ',
    'setMetadata a/s/ ',
    'sync a/s/t/',
    'append STAGED',
    'renameAside b/s/t/d b/s/t/~',
    'append ASIDE',
    'unlink b/s/t/~',
    'append DELETED',
    'sync b/s/t/',
    'append LINKED',
  ])
})

t.test('and its undo', async (t) => {
  const scenario = { name: '', files: FILES, branches: ['a', 'b'], undone: 1 }
  const world = await World.of(
    { ...scenario, steps: [['pool-link', 'b/s/t/d', 'a/k', 'a/s/t/d']] },
    'X',
  )
  t.teardown(() => world.remove())
  const made = await changes(world)
  t.strictSame(made.slice(made.indexOf('append PENDING')), [
    'append PENDING',
    'create b/s/t/~',
    'write b/s/t/~  ',
    'setMetadata b/s/t/~  ',
    'sync b/s/t/~',
    'renameNoReplace b/s/t/~ b/s/t/d',
    'sync b/s/t/',
    'renameAside a/s/t/d a/s/t/~',
    'unlink a/s/t/~',
    'sync a/s/t/',
    'rmdir a/s/t',
    'sync a/s/',
    'rmdir a/s',
    'sync a/',
    'sync b/s/t/',
    'append COPIED',
  ])
})
