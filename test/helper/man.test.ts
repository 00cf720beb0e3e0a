import t from 'tap'
import { blocks, explained, named, oneLine, page, sections } from './man.js'

const bd = (...lines: string[]) => ['.Bd -literal -offset indent', ...lines, '.Ed']

// prettier-ignore
const cases: [name: string, lines: string[], commands: string[]][] = [
  ['a command',                 bd('$ dd-walk A'),                     ['dd-walk A']],
  ['two commands, with output', bd('$ a', 'out', '$ b'),               ['a', 'b']],
  ['marked continuation',       bd('$ a |', '>   b'),                  ['a |\n  b']],
  ['continuation by a pipe',    bd('$ a |', '    b', 'out'),           ['a |\n    b']],
  ['by a backslash',            bd('$ a \\e', '  b'),                  ['a \\\n  b']],
  ['by &&',                     bd('$ a &&', '  b'),                   ['a &&\n  b']],
  ['escapes',                   bd('$ \\(dqa\\(dq \\-b \\(tiy\\&'),    ['"a" -b ~y']],
  ['records',                   bd('{"type":"file"}'),                 []],
]

for (const [name, lines, commands] of cases)
  t.test(name, async (t) => {
    t.strictSame(
      blocks(page('x.1', lines.join('\n'))).flatMap((block) => block.commands),
      commands,
    )
  })

t.test('comments above a block belong to it', async (t) => {
  const lines = ['.\\" far', 'text', '.\\" status 1', '.\\" quiet', ...bd('$ a')]
  const [block] = blocks(page('x.1', lines.join('\n')))
  t.match(block, { page: 'x.1', line: 5, notes: ['status 1', 'quiet'] })
})

for (const line of ['$ a \\[u0041]', '.Pa x', "'br"])
  t.test(`${line} is not understood`, async (t) => {
    t.throws(() => blocks(page('x.1', bd('$ a', line).join('\n'))))
  })

t.test('sections, flags and the one line', async (t) => {
  const text = '.Sh NAME\n.Nd do it\n.Sh SEE ALSO\n.It Fl h , Fl -help\n.Fl -by Ns = Ns Ar x\ntext'
  const one = page('dd-x.1', text)
  t.strictSame(sections(one), ['NAME', 'SEE ALSO'])
  t.equal(oneLine(one), 'do it')
  t.strictSame([...explained(one)], ['--help'])
  t.strictSame([...named(one)], ['--help', '--by'])
})
