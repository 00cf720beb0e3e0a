import t from 'tap'
import { allowedBy, question } from '../../lib/cli/ask-answer.js'
import { OPS, type Op } from '../../lib/record/step.js'

const [E, I, D] = ['empty', 'partial', 'duplicate']

// prettier-ignore
const answers: [line: string | undefined, allowed: (string | undefined)[]][] = [
  ['a',           [E, I, D]],
  ['all',         [E, I, D]],
  ['e',           [E]],
  ['i',           [I]],
  ['d',           [D]],
  ['ei',          [E, I]],
  ['ie',          [E, I]],
  ['ed',          [E, D]],
  ['di',          [I, D]],
  ['dei',         [E, I, D]],
  ['empty',       [E]],
  ['incompletes', [I]],
  ['duplicates',  [D]],
  // Nothing else.
  [undefined, []], ['', []], ['n', []], ['N', []], ['nah', []], ['no', []], ['cancel', []], ['y', []], ['yes', []],
  ['A', []], ['E', []], ['All', []], ['ALL', []], [' a', []], ['a ', []], ['\ta', []], ['a\r', []], ['e i', []],
  ['e,i', []], ['ee', []], ['aa', []], ['ae', []], ['eia', []], ['eid ', []], ['eidd', []], ['empt', []], ['empties', []],
  ['incomplete', []], ['partials', []], ['partial', []], ['duplicate', []], ['empty duplicates', []],
  ['delete', []], ['ein', []], ['\u0435', []], ['constructor', []], ['__proto__', []],
]

for (const [line, allowed] of answers)
  t.test(`${JSON.stringify(line)} allows ${allowed.join(', ') || 'nothing'}`, async (t) => {
    t.strictSame([...allowedBy(line)].sort(), allowed.sort())
  })

// prettier-ignore
const questions: [ops: Op[], verb: string][] = [
  [['delete'],                         'Kill'],
  [['hardlink'],                       'Link'],
  [['reflink'],                        'Link'],
  [['symlink'],                        'Link'],
  [['pool-link'],                      'Link'],
  [['move'],                           'Move'],
  [['copy'],                           'Copy'],
  [['hardlink', 'reflink'],            'Link'],
  [['move', 'delete', 'hardlink'],     'Kill or link or move'],
]

for (const [ops, verb] of questions)
  t.test(`${verb}: ${ops.join(', ')}`, async (t) => {
    const want = `${verb} files? (all/empty/incompletes/duplicates) [a/e/i/d/N] `
    t.equal(question(new Set(ops)), want)
  })

t.test('no op is without a verb', async (t) => {
  for (const op of OPS) t.match(question(new Set([op])), /^[A-Z][a-z]+ files\? /)
})
