// Files that are not what they were when the plan was made. Each of them gets a step of one plan: a
// line on stderr, a result, status 1, and no harm to itself or to its neighbours.
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import t from 'tap'
import { Stage } from '../helper/applied.js'
import { cannotMount, loopFs, NO_INLINE } from '../helper/mounts.js'
import { step } from '../helper/scratch.js'
import type { Op } from '../../lib/record/step.js'

const TIME = 1_500_000_000
const CONTENT = 'the same content'

type Change = (stage: Stage, dir: string) => unknown

const rewrite =
  (name: string, content: string): Change =>
  ({ files }, dir) =>
    files.write(`${dir}/${name}`, content, TIME)

/** Put something else in the place of a name, which gets another one. */
const swap =
  (name: string, make: (path: Buffer, dir: Buffer) => unknown): Change =>
  ({ files }, dir) => {
    fs.renameSync(files.at(`${dir}/${name}`), files.at(`${dir}/was`))
    make(files.at(`${dir}/${name}`), files.at(dir))
  }

const gone =
  (name: string): Change =>
  ({ files }, dir) => {
    fs.renameSync(files.at(`${dir}/${name}`), files.at(`${dir}/was`))
  }

const fifo = (path: Buffer) => execFileSync('mkfifo', [String(path)])
const copy = (path: Buffer) => {
  fs.writeFileSync(path, CONTENT)
  fs.utimesSync(path, TIME, TIME)
}

// prettier-ignore
const changes: { readonly [dir: string]: readonly [change: Change, code: string, message: string] } = {
  'rewritten':        [rewrite('d/file', 'the_same_content'),              'differs', 'its bytes differ from the keeper'],
  'grown':            [rewrite('d/file', `${CONTENT}!`),                   'changed', 'the file changed since it was planned'],
  'shrunk':           [rewrite('d/file', 'the same'),                      'changed', 'the file changed since it was planned'],
  'emptied':          [rewrite('d/file', ''),                              'changed', 'the file changed since it was planned'],
  'touched':          [({ files }, dir) => fs.utimesSync(files.at(`${dir}/d/file`), TIME, TIME + 1), 'changed', 'the file changed since it was planned'],
  'another file':     [swap('d/file', copy),                               'changed', 'the file changed since it was planned'],
  'vanished':         [gone('d/file'),                                     'gone',    'the file is gone'],
  'a symlink':        [swap('d/file', (path) => fs.symlinkSync('../keep/keep', path)), 'changed', 'the file was replaced'],
  'a FIFO':           [swap('d/file', fifo),                               'changed', 'the file is no longer a regular file'],
  'a directory':      [swap('d/file', (path) => fs.mkdirSync(path)),       'changed', 'the file is no longer a regular file'],
  'parent swapped':   [swap('d', (path) => fs.symlinkSync('was', path)),   'changed', 'a directory of its path was replaced'],
  'parent gone':      [gone('d'),                                          'gone',    'a directory of its path is gone'],
  'keeper vanished':  [gone('keep/keep'),                                  'gone',    'the keeper is gone'],
  'keeper rewritten': [rewrite('keep/keep', 'the_same_content'),           'differs', 'its bytes differ from the keeper'],
  'keeper grown':     [rewrite('keep/keep', `${CONTENT}!`),                'changed', 'the keeper changed since it was planned'],
  'keeper replaced':  [swap('keep/keep', copy),                            'changed', 'the keeper changed since it was planned'],
  'keeper a symlink': [swap('keep/keep', (path) => fs.symlinkSync('../d/file', path)), 'changed', 'the keeper was replaced'],
  'keeper a FIFO':    [swap('keep/keep', fifo),                            'changed', 'the keeper is no longer a regular file'],
  'keeper a directory': [swap('keep/keep', (path) => fs.mkdirSync(path)),  'changed', 'the keeper is no longer a regular file'],
  'keeper swapped away': [swap('keep', (path) => fs.symlinkSync('was', path)), 'changed', 'a directory of its path was replaced'],
}

for (const op of ['delete', 'hardlink', 'symlink', 'reflink', 'move'] as Op[])
  t.test(op, { skip: op === 'reflink' && cannotMount('btrfs') }, async (t) => {
    const stage = new Stage(t, op === 'reflink' ? loopFs(t, 'btrfs', 128, NO_INLINE) : undefined)
    const { files } = stage
    const steps = [...Object.keys(changes), 'fine'].map((dir) => {
      const file = files.write(`${dir}/d/file`, CONTENT, TIME)
      const keep = files.write(`${dir}/keep/keep`, CONTENT, TIME)
      return step(op, file, keep, op === 'move' ? { to: `${files.root}/${dir}/new/file` } : {})
    })
    for (const [dir, [change]] of Object.entries(changes)) change(stage, dir)
    const fine = files.picture().filter((line) => !line.includes('/fine/'))
    const { status, results, stderr } = await stage.apply(steps)
    t.equal(status, 1)
    for (const [i, [dir, [, code, message]]] of Object.entries(changes).entries()) {
      t.match(results[i], { status: 'skipped', freed: 0, error: { code, message } }, dir)
      t.match(stderr, `dd-apply: ${op} "${files.root}/${dir}/d/file": ${message}\n`)
    }
    t.match(results.at(-1), { status: 'done' }, 'a good one among them is done')
    t.strictSame(
      files.picture().filter((line) => !line.includes('/fine/')),
      fine,
      'and nothing else',
    )
  })

t.test('a file that somebody is writing to', async (t) => {
  const stage = new Stage(t)
  const { files } = stage
  const [file, keep] = [files.write('a', 'x'), files.write('b', 'x')]
  const fd = fs.openSync(files.at('a'), 'r+')
  t.match(await stage.apply([step('delete', file, keep)]), {
    status: 1,
    stderr: 'the file is open for writing',
  })
  fs.closeSync(fd)
  t.equal((await stage.apply([step('delete', file, keep)])).status, 0)
})

t.test('one name under two paths', async (t) => {
  const stage = new Stage(t)
  const { files } = stage
  const file = files.write('real/a', 'x')
  fs.symlinkSync('real', files.at('alias'))
  const { root: _, ...alias } = { ...file, path: `${files.root}/alias/a` }
  for (const [one, other] of [
    [file, alias],
    [alias, file],
  ] as const) {
    const ran = await stage.apply([step('delete', one as never, other as never)])
    t.match(ran, {
      status: 3,
      stderr: 'stdin: line 1: its keeper is to be removed or replaced by line 1',
    })
  }
})
