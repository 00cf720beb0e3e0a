// Directories that flags of dd-plan name: that they are there, and whatever way files were reached by.
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import { records, run } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'

const CONTENT = 'the same content'

/** An archive that is to stay, copies of it, and links to both. */
class Tree {
  readonly scratch: Scratch

  constructor(t: Test) {
    const scratch = new Scratch(t)
    scratch.write('archive/sub/f', CONTENT, 1_600_000_002) // not the oldest, nor the first
    scratch.write('aaa/f', CONTENT, 1_600_000_001)
    scratch.write('file')
    fs.symlinkSync('archive', scratch.at('alias'))
    fs.symlinkSync('aaa', scratch.at('bbb'))
    this.scratch = scratch
  }

  async groups(...operands: string[]): Promise<string> {
    return (await run('dd-dupes', operands, '', { cwd: this.scratch.root })).stdout
  }

  async plan(input: string, ...args: string[]) {
    const ran = await run('dd-plan', ['delete', ...args], input, { cwd: this.scratch.root })
    const names = records(ran.stdout).map(({ file }) =>
      file.path.slice(this.scratch.root.length + 1),
    )
    return { status: ran.status, stderr: ran.stderr, goes: names.join() }
  }
}

// prettier-ignore
const ways: [name: string, walked: string[], args: string[], goes: string][] = [
  ['nothing named: the oldest stays', ['archive', 'aaa'], [],                                'archive/sub/f'],
  ['by its name',                     ['archive', 'aaa'], ['--primary', 'archive'],          'aaa/f'],
  ['by a symlink to it',              ['archive', 'aaa'], ['--primary', 'alias'],            'aaa/f'],
  ['by a symlink above it',           ['archive', 'aaa'], ['--primary', 'alias/sub'],        'aaa/f'],
  ['the input through a symlink',     ['alias/', 'aaa'],  ['--primary', 'archive'],          'aaa/f'],
  ['both through symlinks',           ['alias/', 'bbb/'], ['--primary', './alias/../alias'], 'bbb/f'],
  ['a file of it',                    ['alias/', 'aaa'],  ['--primary', 'archive/sub/f'],    'aaa/f'],
  ['--within by its name',            ['archive', 'aaa'], ['--within', 'aaa'],               'aaa/f'],
  ['--within by a symlink',           ['archive', 'aaa'], ['--within', 'bbb'],               'aaa/f'],
  ['--within, walked by a symlink',   ['archive', 'bbb'], ['--within', 'aaa'],               'bbb/f'],
]

for (const [name, walked, args, goes] of ways)
  t.test(name, async (t) => {
    const tree = new Tree(t)
    const ran = await tree.plan(await tree.groups(...walked), '-q', ...args)
    t.strictSame(ran, { status: 0, stderr: '', goes })
  })

// prettier-ignore
const wrong: [args: string[], message: RegExp][] = [
  [['--primary', 'archiv'],                      /usage: --primary "[^"]*\/archiv": no such file or directory\n/],
  [['--primary', 'archive', '--primary', 'x\n'], /usage: --primary "[^"]*\/x\\u\{a\}": no such file/],
  [['--within', 'file/x'],                       /usage: --within "[^"]*\/file\/x": not a directory\n/],
  [['--base', 'none'],                           /usage: --base "[^"]*\/none": no such file or directory\n/],
]

for (const [args, message] of wrong)
  t.test(`${JSON.stringify(args)} is not there: nothing is planned`, async (t) => {
    const tree = new Tree(t)
    const ran = await tree.plan(await tree.groups('archive', 'aaa'), '-q', ...args)
    t.match(ran, { status: 2, goes: '', stderr: message })
  })

t.test('a destination that is a file, or below one', async (t) => {
  const tree = new Tree(t)
  for (const to of ['file', 'file/x']) {
    const ran = await run('dd-plan', ['move', '--to', to], '', { cwd: tree.scratch.root })
    t.match(ran, { status: 2, stdout: '', stderr: /usage: --to "[^"]*file[^"]*": not a directory/ })
  }
})

// prettier-ignore
const unmet: [name: string, args: string[], input: 'groups' | 'nothing', status: number, stderr: RegExp][] = [
  ['told in spite of --quiet', ['-q', '--primary', 'bin'],     'groups',  1, /^dd-plan: nothing in the input was below --primary "[^"]*\/bin": .*\n$/],
  ['told of each',             ['--within', 'bin', '--primary', 'bin'], 'groups', 1, /--primary "[^"]*\/bin": [^]*--within "[^"]*\/bin": /],
  ['told once for all input',  ['-q', '--within', 'bin'],      'groups',  1, /^[^\n]*--within[^\n]*\n$/],
  ['not where nothing came',   ['-q', '--primary', 'bin'],     'nothing', 0, /^$/],
  ['nor where only others came', ['-q', '--empties', '--primary', 'archive'], 'groups', 0, /^$/],
]

for (const [name, args, input, status, stderr] of unmet)
  t.test(`a directory that nothing was below: ${name}`, async (t) => {
    const tree = new Tree(t)
    fs.mkdirSync(tree.scratch.at('bin'))
    const groups = input === 'groups' ? await tree.groups('archive', 'aaa') : ''
    const ran = await tree.plan(groups, ...args)
    t.match(ran, { status, stderr })
  })

t.test('files on another machine are not looked for here', async (t) => {
  const tree = new Tree(t)
  const far = (await tree.groups('alias/', 'aaa')).replaceAll(
    '"type":"file"',
    '"type":"file","host":"nas"',
  )
  const ran = await tree.plan(far, '-q', '--primary', 'archive')
  t.match(ran, { goes: '' })
})

t.test('a move on one disk frees nothing, in the plan and after', async (t) => {
  const tree = new Tree(t)
  const cwd = tree.scratch.root
  const groups = await tree.groups('archive', 'aaa')
  const planned = await run('dd-plan', ['move', '--to', 'aside'], groups, { cwd })
  t.match(planned, { status: 0, stderr: 'dd-plan: move: 1 step on 1 file, to free 0 B\n' })
  t.strictSame(
    records(planned.stdout).map(({ frees }) => frees),
    [0],
  )
  const deleted = await run('dd-plan', ['delete', '-q'], groups, { cwd })
  for (const args of [[], ['--apply', '--journal', 'journal.csv']]) {
    const ran = await run('dd-apply', [...args, '--trash', 'trash'], deleted.stdout, { cwd })
    t.match(ran, { status: 0, stderr: / freeing 0 B; 0 skipped, 0 failed/ })
    t.strictSame(
      records(ran.stdout).map(({ freed }) => freed),
      [0],
    )
  }
})
