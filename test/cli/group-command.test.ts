import t from 'tap'
import { groupCommand } from '../../lib/cli/group-command.js'

const parse = (...args: string[]) => {
  const command = groupCommand().configureOutput({ writeErr: () => {} })
  return command.parse(args, { from: 'user' }).opts()
}

const DEFAULTS = { by: 'hash', minCopies: 2, memory: 2 ** 30 }

// prettier-ignore
const good: [args: string[], flags: object][] = [
  [[],                                    {}],
  [['--by', 'size'],                      { by: 'size' }],
  [['--by=head'],                         { by: 'head' }],
  [['--min-copies', '3'],                 { minCopies: 3 }],
  [['--unique'],                          { unique: true }],
  [['--rf-under', '2'],                   { rfUnder: 2 }],
  [['--memory', '200M'],                  { memory: 200 * 2 ** 20 }],
  [['--by', 'size', '--unique'],          { by: 'size', unique: true }],
  [['--progress'],                        { progress: true }],
]

for (const [args, flags] of good)
  t.test(`dd-group ${args.join(' ')}`, async (t) => {
    t.strictSame(parse(...args), { ...DEFAULTS, ...flags })
  })

// prettier-ignore
const bad: [args: string[], says: RegExp][] = [
  [['--by', 'name'],                         /Allowed choices are size, head, hash/],
  [['--min-copies', '1'],                    /"1" is not a whole number of at least 2/],
  [['--min-copies', '2.5'],                  /"2.5" is not a whole number/],
  [['--rf-under', '1'],                      /"1" is not a whole number of at least 2/],
  [['--memory', 'much'],                     /"much" is not a size/],
  [['--memory', ''],                         /"" is not a size/],
  [['--unique', '--rf-under', '3'],          /'--unique' cannot be used with option '--rf-under/],
  [['--unique', '--min-copies', '3'],        /'--unique' cannot be used with option '--min-copies/],
  [['--rf-under', '3', '--min-copies', '2'], /'--rf-under <n>' cannot be used with option '--min-copies/],
  [['--uniqe'],                              /unknown option '--uniqe'.*\s.*--unique/],
  [['file'],                                 /too many arguments/],
]

for (const [args, says] of bad)
  t.test(`dd-group ${args.join(' ')} is refused`, async (t) => {
    t.throws(() => parse(...args), { message: says })
  })
