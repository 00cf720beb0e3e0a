// dd-dupes as a process: what groups look like, to other programs and to a person at a terminal.
import { rmSync, truncateSync } from 'node:fs'
import t from 'tap'
import { pathBytes } from '../../lib/record/path.js'
import { GROUP_FORMATS } from '../../lib/report/report-lines.js'
import { plantDupes } from '../helper/dupes-tree.js'
import { records, shell } from '../helper/run.js'
import { screenOf } from '../helper/screen.js'
import { Scratch } from '../helper/scratch.js'
import { untimed, untimedText } from '../helper/untimed.js'
import { atTerminal, WITHOUT_TERMINAL } from '../helper/terminal.js'

const files = new Scratch(t)
plantDupes(files)
const cwd = files.root

/** Without what tells one run from another. */
function timeless(report: string): string {
  return report
    .replace(/("commandLine": "|"command": \[\s+")dd-(dupes|report)[^"]*/, '$1…')
    .replace(/("timestamp": ")[^"]*/, '$1…')
}

// prettier-ignore
const reports: [flags: string, format: string, of?: string][] = [
  ...GROUP_FORMATS.map((format) => ['', format] as [string, string]),
  ['--sort path',                 'text'],
  ['--min-copies 99',             'jdupes'],
  ['--hard-links',                'jdupes', '--hard-links'],
  ['--hard-links',                'fdupes', '--hard-links'],
  ['--hard-links',                'csv'],
  ['--unique',                    'text'],
  ['--unique',                    'fdupes'],
  ['--rf-under 3',                'csv'],
]

for (const [flags, format, of = ''] of reports)
  t.test(`dd-dupes ${flags} --format ${format} is what dd-report makes of it`, async (t) => {
    const [got, want] = await Promise.all([
      shell(`dd-dupes ${flags} --format ${format}`, { cwd }),
      shell(`dd-dupes -q ${flags} | dd-report --format ${format} ${of}`, { cwd }),
    ])
    t.equal(got.status, 0)
    t.equal(timeless(got.raw.toString('latin1')), timeless(want.raw.toString('latin1')))
    const notes = got.stderr
      .split(/(?<=\n)/)
      .slice(0, -1)
      .join('')
    t.equal(notes.replaceAll('dd-dupes', 'dd-report'), want.stderr)
  })

t.test('no notes if it is to be quiet', async (t) => {
  const { stdout, stderr } = await shell('dd-dupes -q --format fdupes', { cwd })
  t.match(stdout, /new\nline\n/)
  t.equal(stderr, '')
})

t.test('where nobody is at a terminal: records', async (t) => {
  const [plain, named] = await Promise.all([
    shell('dd-dupes', { cwd }),
    shell('dd-dupes --format ndjson', { cwd }),
  ])
  t.ok(untimed(named).raw.equals(untimed(plain).raw))
})

const namesOf = (stdout: string) =>
  records(stdout).map(({ files }) => files.map((file: any) => pathBytes(file).toString('latin1')))

for (const format of ['jdupes', 'fdupes', 'fclones'])
  t.test(`dd-dupes --format ${format} | dd-import: the same groups`, async (t) => {
    const operands = 'l/odd r/odd* l/copy* r/copy*'
    const want = await shell(`dd-dupes -q ${operands}`, { cwd })
    const back = await shell(
      `dd-dupes -q --format ${format} ${operands} | dd-import --format ${format}`,
      { cwd },
    )
    t.strictSame([back.status, back.stderr], [0, ''])
    t.equal(namesOf(back.stdout).length, 19)
    t.strictSame(namesOf(back.stdout), namesOf(want.stdout))
  })

for (const line of [
  'dd-dupes -q --format jdupes | dd-plan delete -q | dd-apply --apply',
  'dd-dupes -q | dd-plan hardlink -q | dd-apply --apply',
  'dd-dupes -q --hard-links | dd-plan delete -q | dd-apply --apply',
  'dd-dupes -q --isolate l r | dd-plan delete -q --isolate | dd-apply --apply',
])
  t.test(line, async (t) => {
    const scratch = new Scratch(t)
    plantDupes(scratch)
    rmSync(scratch.at('l/odd'), { recursive: true }) // what jdupes -j cannot print
    const contents = scratch.contents()
    const env = { ...process.env, XDG_STATE_HOME: new Scratch(t).root }
    const { status, stdout, stderr } = await shell(line, { cwd: scratch.root, env })
    t.equal(status, 0, stderr)
    t.ok(records(stdout).length >= 8)
    t.ok(records(stdout).every(({ status }) => status === 'done'))
    t.strictSame(scratch.contents(), contents, 'nothing is lost')
    const isolate = line.includes('isolate') ? '--isolate l r' : ''
    t.equal(
      (await shell(`dd-dupes -q ${isolate}`, { cwd: scratch.root })).stdout,
      '',
      'and none is left',
    )
  })

/** What is written to a terminal, both by stdout and stderr. */
async function shown(line: string): Promise<string> {
  return (await atTerminal(`cd '${cwd}'; ${line}`, '', process.env)).raw.toString('latin1')
}

t.test('at a terminal', { skip: WITHOUT_TERMINAL }, async (t) => {
  const text = (await shell('dd-dupes --format text', { cwd })).raw.toString('latin1')
  t.equal(await shown('dd-dupes -q'), text, 'text, and nothing is drawn if it is to be quiet')
  const all = await shown('dd-dupes')
  t.match(all, 'looking: 0 files')
  t.match(all, /reading -* 0% of \d MiB/)
  t.notMatch(all, '\x1b[?', 'no mode is changed')
  t.equal(screenOf(all), text, 'and in the end nothing is left of it; the text says its sum itself')

  t.equal(await shown('dd-dupes 2>/dev/null'), text, 'nor is anything drawn elsewhere')
  const { raw } = untimed(await shell('dd-dupes -q l r', { cwd }))
  const records = untimedText(await shown('dd-dupes -q --format ndjson l r'))
  t.equal(records, raw.toString('latin1'))
})

t.test(
  'at a terminal: what is said meanwhile stays, in lines of its own',
  { skip: WITHOUT_TERMINAL },
  async (t) => {
    const none = ['none', 'other'].map(
      (name) => `dd-dupes: stat "${cwd}/${name}": no such file or directory\n`,
    )
    const sum =
      'dd-dupes: looked at 1 file: no two of those that could be read have the same content\n'
    const all = await shown('dd-dupes none alone other')
    t.match(all, 'looking: ')
    t.equal(screenOf(all), [...none, sum].join(''))
    t.equal(await shown('dd-dupes -q none alone other'), none.join(''))
    t.match(
      screenOf(await shown('dd-dupes --files0-from - < /')),
      /^dd-dupes: usage: [^\n]*\nTry [^\n]*\n$/,
    )
  },
)

t.test('Ctrl-C at a terminal', { skip: WITHOUT_TERMINAL }, async (t) => {
  for (const name of ['a', 'b']) {
    files.write(`huge/${name}`, '')
    truncateSync(files.at(`huge/${name}`), 2 ** 42) // hours to read
  }
  // When it has read 200 MB.
  const read = `[ "$(sed -n 's/^rchar: //p' /proc/$$/io)" -gt 200000000 ]`
  const interrupt = `(until ${read}; do sleep 0.05; done; kill -INT $$) & exec dd-dupes`
  const partial = await shown(`${interrupt} --partial-results huge`)
  t.match(partial, /reading .* of 8388609 MiB/)
  t.equal(screenOf(partial), 'dd-dupes: interrupted: these groups are what was proven by then\n')
  const plain = await shown(`${interrupt} huge`)
  t.notMatch(plain, '\x1b[?')
})
