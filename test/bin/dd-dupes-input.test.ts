// dd-dupes as a process: flags and operands that are not as they should be, and what may not be read.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, unlinkSync } from 'node:fs'
import t from 'tap'
import { without } from '../helper/commands.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { records, run, shell } from '../helper/run.js'
import { Running } from '../helper/running.js'
import { Scratch } from '../helper/scratch.js'

// prettier-ignore
const usages: [args: string[], says: string][] = [
  [['--folow'],                            "unknown option '--folow' (Did you mean --follow?)"],
  [['--progress'],                         "unknown option '--progress'"],
  [['--min-size', 'x'],                    '"x" is not a size'],
  [['--min-size', '10', '--max-size', '9'], 'nothing can match: --min-size'],
  [['--newer', 'soon'],                    '"soon" is not a time'],
  [['--newer', '1d', '--older', '2d'],     'nothing can match: --newer is after --older'],
  [['--max-depth', '-1'],                  'is not a whole number'],
  [['--exclude', ''],                      'is not a pattern'],
  [['--min-copies', '1'],                  '"1" is not a whole number of at least 2'],
  [['--rf-under', '1'],                    '"1" is not a whole number of at least 2'],
  [['--unique', '--rf-under', '3'],        'cannot be used with option'],
  [['--unique', '--min-copies', '3'],      'cannot be used with option'],
  [['--rf-under', '3', '--min-copies', '3'], 'cannot be used with option'],
  [['--partial-results', '--unique'],      'cannot be used with option'],
  [['--partial-results', '--rf-under', '3'], 'cannot be used with option'],
  [['--isolate', '--hard-links'],          '--isolate counts roots and --hard-links counts names: choose one'],
  [['--algo', 'crc32'],                    'is invalid. Allowed choices are blake3, sha256'],
  [['--threads', '0'],                     '"0" is not a whole number of at least 1'],
  [['--memory', '1 G'],                    '"1 G" is not a size'],
  [['--format', 'killdupes'],              '"killdupes" is no --format: choose ndjson, text, jdupes, fdupes, csv or fclones'],
  [['--format', 'jdupes', '--unique'],     '--format jdupes shows groups only: --unique and --rf-under give files'],
  [['--format', 'fclones', '--rf-under', '3'], '--format fclones shows groups only'],
  [['--sort', 'name'],                     '"name" is no --sort: choose size or path'],
  [['--quiet=yes'],                        "unknown option '--quiet=yes'"],
  [['--files0-from', '-'],                 'operands beside --files0-from'],
  [[''],                                   'an operand is empty'],
]

for (const [args, says] of usages)
  t.test(`dd-dupes ${args.join(' ')} is refused, and nothing walked`, async (t) => {
    const { status, stdout, stderr } = await run('dd-dupes', [...args, 'none'])
    t.strictSame([status, stdout], [2, ''])
    t.ok(stderr.startsWith('dd-dupes: usage: ') && stderr.includes(says), stderr)
    t.ok(stderr.endsWith("\nTry 'dd-dupes --help' or 'man dd-dupes'.\n"), stderr)
    t.notMatch(stderr, 'stat "')
  })

t.test('a list that can bring nothing', async (t) => {
  const { status, stderr } = await shell('dd-dupes --files0-from - < /')
  t.equal(status, 2)
  t.match(stderr, 'usage: standard input is a directory: what find DIR -print0 writes\n')
  t.match(await run('dd-dupes', ['--files0-from', '/none']), {
    status: 2,
    stderr: '--files0-from "/none": no such file or directory',
  })
  t.match(await run('dd-dupes', ['--files0-from', '-', '-q']), {
    status: 0,
    stdout: '',
    stderr: '',
  })
})

t.test('nothing piped in, on a terminal', { skip: without('script') }, async (t) => {
  const { status, stdout } = await shell(
    `SHELL=$BASH script -qec "$(declare -f dd-dupes); dd-dupes --files0-from -" /dev/null`,
  )
  t.match(stdout, 'usage: nothing piped in: what find DIR -print0 writes')
  t.equal(status, 2)
})

/** What was found, as names below the directory. */
function names(stdout: string, { root }: Scratch): string[][] {
  return records(stdout).map(({ files }) =>
    files.map(({ path }: any) => path.replace(`${root}/`, '')),
  )
}

t.test(
  'operands that are not there, or no files: a line each, and the others are done',
  async (t) => {
    const scratch = new Scratch(t)
    for (const name of ['d/a', 'b']) scratch.write(name, 'content')
    symlinkSync('b', scratch.at('link'))
    execFileSync('mkfifo', [scratch.at('fifo').toString()])
    const args = ['-q', 'none', 'd', 'link', 'fifo', 'b/c', 'b', 'new\nline']
    const { status, stdout, stderr } = await run('dd-dupes', args, '', { cwd: scratch.root })
    t.strictSame([status, names(stdout, scratch)], [1, [['b', 'd/a']]])
    t.strictSame(stderr.split('\n').sort(), [
      '',
      `dd-dupes: stat "${scratch.root}/b/c": not a directory`,
      `dd-dupes: stat "${scratch.root}/new\\u{a}line": no such file or directory`,
      `dd-dupes: stat "${scratch.root}/none": no such file or directory`,
      `dd-dupes: walk "${scratch.root}/fifo": neither a directory nor a regular file`,
      `dd-dupes: walk "${scratch.root}/link": a symbolic link to a file: name the file itself, or give --follow`,
    ])
  },
)

t.test('nothing there is no failure of the rest, and no group', async (t) => {
  const { root } = new Scratch(t)
  t.match(await run('dd-dupes', ['-q'], '', { cwd: root }), { status: 0, stdout: '', stderr: '' })
  t.match(await run('dd-dupes', ['-q', 'none'], '', { cwd: root }), { status: 1, stdout: '' })
})

t.test('what may not be read', { skip: cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  for (const size of [7, 5000, 300_000])
    for (const name of ['a', 'b', 'closed', 'd/in'])
      scratch.write(`${name} ${size}`, 'x'.repeat(size))
  scratch.link('closed too', 'closed 5000')
  mkdirSync(scratch.at('e'))
  scratch.write('e/in', 'x'.repeat(7))
  chmodSync(scratch.root, 0o755)
  for (const size of [7, 5000, 300_000]) chmodSync(scratch.at(`closed ${size}`), 0)
  for (const dir of ['d', 'e']) chmodSync(scratch.at(dir), 0o700)
  for (const threads of [1, 2]) {
    const { status, stdout, stderr } = await asNobody(
      `dd-dupes -q --threads ${threads}`,
      scratch.root,
    )
    t.equal(status, 1)
    t.strictSame(
      names(stdout, scratch),
      [300_000, 5000, 7].map((size) => [`a ${size}`, `b ${size}`]),
    )
    const denied = (what: string) =>
      `dd-dupes: ${what.replace('"', `"${scratch.root}/`)}: permission denied`
    const lines = [
      'list "d"',
      'list "e"',
      'read "closed 300000"',
      'read "closed 5000"',
      'read "closed 7"',
      'read "closed too"',
    ]
    t.strictSame(stderr.split('\n').sort(), ['', ...lines.map(denied)])
  }
})

t.test('one name of a file is gone: it is read by another', async (t) => {
  const scratch = new Scratch(t)
  for (const name of ['a', 'c']) scratch.write(name, 'content')
  scratch.link('b', 'a')
  const args = ['-q', '--files0-from', '-']
  const running = new Running('dd-dupes', args, { cwd: scratch.root, input: 'a\0b\0c\0none\0' })
  await running.says('none')
  unlinkSync(scratch.at('a'))
  running.closeInput()
  const { status, stdout, stderr } = await running.end()
  t.strictSame([status, names(stdout, scratch)], [1, [['b', 'c']]])
  t.match(stderr, `dd-dupes: read "${scratch.root}/a": no such file or directory\n`)
})
