import t from 'tap'
import { probableFlag } from '../../lib/import/probable.js'

// prettier-ignore
const cases: [commandLine: string, want: string | undefined][] = [
  ['jdupes -rj d',                                undefined],
  [' jdupes -r -j d',                             undefined],
  ['jdupes -rjQ d',                               '-Q'],
  ['jdupes -r --quick -j d',                      '-Q'],
  ['jdupes -rTTj d',                              '-TT'],
  ['jdupes -T -T -j d',                           '-TT'],
  ['jdupes -T --partial-only d',                  '-TT'],
  ['jdupes --partial-only --partial-only d',      '-TT'],
  ['jdupes -T -j d',                              undefined],
  ['jdupes -j --quiet Q TT',                      undefined],
  ['jdupes -j /Q-T -x',                           undefined],
  ['',                                            undefined],
]

for (const [commandLine, want] of cases)
  t.test(JSON.stringify(commandLine), async (t) => {
    t.equal(probableFlag(commandLine), want)
  })
