import t from 'tap'
import { checkDupes, dupesCommand, layoutOf } from '../../lib/cli/dupes-command.js'
import { UsageError } from '../../lib/cli/exit.js'

const FORMATS = ['text', 'jdupes', 'fdupes', 'csv', 'fclones']

function parsed(...argv: string[]) {
  const command = dupesCommand(FORMATS, ['blake3', 'sha1'], ['size', 'path'])
  command.configureOutput({ writeErr: () => {} })
  command.parse(argv, { from: 'user' })
  const options = command.opts()
  checkDupes(options as Parameters<typeof checkDupes>[0], 2 ** 20)
  return options
}

t.test('what is asked for where nothing is', async (t) => {
  t.match(parsed(), { algo: 'blake3', minCopies: 2, sort: 'size', memory: 2 ** 30, minSize: 1 })
  t.notOk('format' in parsed())
})

// prettier-ignore
const fine: string[][] = [
  ['--unique', '--format', 'csv'], ['--rf-under', '3', '--format', 'fdupes'], ['--unique', '--format', 'text'],
  ['--min-copies', '3', '--isolate'], ['--hard-links', '--format', 'jdupes'], ['--partial-results', '--min-copies', '2'],
  ['--threads', '1'], ['--memory', '2M'], ['--sort', 'path', '-q'], ['--algo', 'sha1'],
]

for (const argv of fine) t.test(argv.join(' '), async (t) => void t.ok(parsed(...argv)))

// prettier-ignore
const refused: [argv: string[], why: RegExp][] = [
  [['--format', 'xml'],                              /"xml" is no --format: choose ndjson, text/],
  [['--sort', 'age'],                                /"age" is no --sort: choose size or path/],
  [['--algo', 'crc'],                                /--algo/],
  [['--threads', '0'],                               /at least 1/],
  [['--min-copies', '1'],                            /at least 2/],
  [['--memory', '1M'],                               /--memory: dd-dupes itself takes 1.0 MiB/],
  [['--memory', 'all'],                              /not a size/],
  [['--unique', '--rf-under', '3'],                  /cannot be used with/],
  [['--unique', '--min-copies', '3'],                /cannot be used with/],
  [['--partial-results', '--unique'],                /cannot be used with/],
  [['--partial-results', '--rf-under', '2'],         /cannot be used with/],
  [['--unique', '--format', 'jdupes'],               /--format jdupes shows groups only/],
  [['--rf-under', '2', '--format', 'fclones'],       /--format fclones shows groups only/],
  [['--isolate', '--hard-links'],                    /choose one/],
  [['--min-size', '2k', '--max-size', '1k'],         /--min-size/],
  [['--dry-rnu'],                                    /unknown option/],
]

for (const [argv, why] of refused)
  t.test(`${argv.join(' ')} is refused`, async (t) => {
    t.throws(() => parsed(...argv), { message: why })
  })

t.test('our own refusals are of usage', async (t) => {
  try {
    parsed('--isolate', '--hard-links')
    t.fail('it is not refused')
  } catch (error) {
    t.ok(error instanceof UsageError)
  }
})

t.test('records for programs, text for a person', async (t) => {
  t.equal(layoutOf({}, { isTTY: true }), 'text')
  t.equal(layoutOf({}, {}), 'ndjson')
  t.equal(layoutOf({ format: 'ndjson' }, { isTTY: true }), 'ndjson')
  t.equal(layoutOf({ format: 'text' }, {}), 'text')
})
