import t from 'tap'
import { FdupesParser } from '../../lib/import/fdupes-parser.js'
import { CHUNKS, diskOf, setsOf } from '../helper/foreign.js'

type Options = { nul?: boolean; absoluteOnly?: boolean }

const disk = diskOf({ a: 5, b: 5, 'n\nl': 5, '/a': 5, '/b': 5, '/n\nl': 5, l: 5 })

/** Sets, and what was refused. */
function parsed(text: string, { nul = false, absoluteOnly = false }: Options = {}, chunk?: number) {
  const refused: string[] = []
  const refuse = (name: string, cause: unknown) =>
    void refused.push(`${name}: ${(cause as Error).message.split(/[:,]/)[0]}`)
  const options = { nul, absoluteOnly, finder: disk, refuse }
  return { sets: setsOf((onSet) => new FdupesParser(onSet, options), text, chunk), refused }
}

// prettier-ignore
const cases: [name: string, text: string, options: Options, sets: string[], refused: string[]][] = [
  ['nothing',                        '',                          {},              [],                               []],
  ['empty lines',                    '\n\n',                      {},              [],                               []],
  ['sets, the last one open',        'a\nb\n\nb\na\n',            {},              ['1: ? a|b', '4: ? b|a'],         []],
  ['sets, the last one closed',      'a\nb\n\nb\na\n\n',          {},              ['1: ? a|b', '4: ? b|a'],         []],
  ['-S',                             '5 bytes each:\na\nb\n\n',   {},              ['1: 5 a|b'],                     []],
  ['a set of one is refused, others are not', 'a\n\na\nb\n',      {},              ['3: ? a|b'],                     ['a: the only name in its set']],
  ['the summary of -M',              'a\nb\n\n\n\n1 duplicate file (in 1 sets), occupying 5 bytes\n', {}, ['1: ? a|b'], []],
  ['-m without any',                 'No duplicates found.\n',    {},              [],                               []],
  ['-0',                             'a\0n\nl\0\0b\0a\0',         { nul: true },   ['1: ? a|n\nl', '4: ? b|a'],      []],
  ['-0, -S, closed',                 '5 bytes each:\na\0b\0\0',   { nul: true },   ['1: 5 a|b'],                     []],
  ['absolute, a line break',         '/a\n/n\nl\n',               { absoluteOnly: true }, ['1: ? /a|/n\nl'],         []],
  ['a name relative to nothing',     '/a\nb\n/b\n',               { absoluteOnly: true }, [],                        ['/a: not all of its set are absolute paths']],
]

for (const [name, text, options, sets, refused] of cases)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, options, chunk), { sets, refused })
  })

// prettier-ignore
const bad: [name: string, text: string, want: string][] = [
  ['half a line',    'a\nb',                                   'line 2: cut short: no newline at its end'],
  ['-1',             'a b \n',                                 'line 1: a whole set on one line, as with -1: run it without -1'],
  ['only a summary', '2 duplicate files (in 1 sets), occupying 5 bytes.\n', 'line 1: a summary without the sets, as with -m: run it without -m'],
]

for (const [name, text, message] of bad)
  t.test(`${name} is an error`, async (t) => {
    t.throws(() => parsed(text), { message })
  })
