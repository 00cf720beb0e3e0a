import * as fs from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { treeFinder } from '../../lib/fs/trees.js'
import { bindMount, cannotMount } from '../helper/mounts.js'
import { Scratch } from '../helper/scratch.js'

/** An archive, and ways into it. */
function scene(t: { teardown: (end: () => void) => void }) {
  const scratch = new Scratch(t)
  for (const name of ['archive/sub/f', 'archive\xff/f', 'out/f', 'single']) scratch.write(name)
  const link = (to: string, name: string) => fs.symlinkSync(scratch.at(to), scratch.at(name))
  link('archive', 'alias')
  link('archive/sub', 'out/into')
  link('out', 'archive/away')
  link('alias', 'twice')
  link('archive\xff', 'raw')
  link('single', 'other')
  fs.symlinkSync('loop', scratch.at('loop'))
  fs.symlinkSync('gone', scratch.at('dangling'))
  fs.linkSync(scratch.at('single'), scratch.at('out/hard'))
  return scratch
}

// prettier-ignore
const cases: [root: string, path: string, isIn: boolean][] = [
  ['archive',      'archive/sub/f',      true],
  ['archive',      'archive',            true],
  ['archive',      'archives/f',         false],
  ['archive',      'out/f',              false],
  ['archive',      'alias/sub/f',        true],
  ['archive',      'twice/sub/f',        true],
  ['archive',      'out/into/f',         true],
  ['archive',      'out/into/no/such/f', true],
  ['archive/sub',  'alias/sub/f',        true],
  ['archive/sub',  'alias/f',            false],
  ['alias',        'archive/sub/f',      true],
  ['twice',        'archive/sub/f',      true],
  ['twice/sub',    'archive/sub/f',      true],
  ['twice/sub',    'out/into/f',         true],
  ['archive',      'archive/away/f',     true],   // as it is written
  ['out',          'archive/away/f',     true],   // where it leads
  ['archive',      'out/hard',           false],
  ['raw',          'archive\xff/f',      true],
  ['archive\xff',  'raw/f',              true],
  ['archive\xff',  'archive\xfe/f',      false],
  ['single',       'single',             true],
  ['single',       'out/hard',           false],  // another name of it
  ['archive/sub/f', 'out/into/f',        true],
  ['other',        'single',             true],
  ['loop',         'loop/f',             true],
  ['dangling',     'dangling/f',         true],
  ['dangling',     'gone/f',             false],
]

for (const [root, path, isIn] of cases)
  t.test(`${path} is ${isIn ? '' : 'not '}in ${root}`, async (t) => {
    const scratch = scene(t)
    const find = treeFinder([[scratch.at('no/where')], [scratch.at(root), scratch.at('nor/here')]])
    for (const time of ['first', 'second'])
      t.strictSame(new Set(find(scratch.at(path))), new Set(isIn ? [1] : []), time)
  })

t.test('trees in each other, and the root of all', async (t) => {
  const scratch = scene(t)
  const find = treeFinder([[scratch.at('archive/sub')], [scratch.at('alias')], [Buffer.from('/')]])
  const at = (name: string) => new Set(find(scratch.at(name)))
  t.strictSame(at('twice/sub/f'), new Set([0, 1, 2]))
  t.strictSame(at('twice/f'), new Set([1, 2]))
  t.strictSame(at('out/f'), new Set([2]))
  t.strictSame(new Set(find(Buffer.from('/x'))), new Set([2]))
  t.strictSame(treeFinder([])(scratch.at('out/f')), [])
})

t.test('a bind mount is the same directory', { skip: cannotMount() }, async (t) => {
  const scratch = scene(t)
  const view = bindMount(t, join(scratch.root, 'archive'))
  const inView = Buffer.from(`${view}/sub/f`)
  t.strictSame(treeFinder([[scratch.at('archive')]])(inView), [0])
  t.strictSame(treeFinder([[scratch.at('archive/sub')]])(inView), [0])
  t.strictSame(treeFinder([[Buffer.from(view)]])(scratch.at('alias/sub/f')), [0])
  const byName = treeFinder([[scratch.at('archive')]], () => false)
  t.strictSame(byName(inView), [], 'but not where inodes are made up')
  t.strictSame(new Set(byName(scratch.at('alias/sub/f'))), new Set([0]))
})

t.test('by way of the root of all', async (t) => {
  const scratch = scene(t)
  fs.symlinkSync('/', scratch.at('top'))
  const path = Buffer.concat([scratch.at('top'), scratch.at('single')])
  t.strictSame(treeFinder([[scratch.at('single')]])(path), [0])
})
