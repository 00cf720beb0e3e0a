// What the programs that are installed find and print about odd names, through the whole pipeline.
import { isUtf8 } from 'node:buffer'
import { mkdirSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { pathBytes } from '../../lib/record/path.js'
import { without } from '../helper/commands.js'
import { records, shell } from '../helper/run.js'
import { ODD_NAMES } from '../helper/sandbox.js'

/** From 0xF8 on `jdupes -j` loops for ever. */
const PRINTABLE = ODD_NAMES.filter((name) => !/[\xf8-\xff]/.test(name))
const NAMES = [...ODD_NAMES, 'a\x1fb', 'a"b', 'two\nlines', '\xe9']

// prettier-ignore
const programs: [name: string, find: string, flags: string, names: string[]][] = [
  ['jdupes',  'jdupes -rqj l r',                                          '--base .',                      PRINTABLE],
  ['jdupes',  'jdupes -rq l r',                                           '--base . --format fdupes',      NAMES],
  ['jdupes',  'jdupes -rqS "$PWD/l" "$PWD/r"',                            '--format fdupes',               NAMES],
  ['jdupes',  'jdupes -rq0 l r',                                          '--base . --format fdupes -0',   NAMES],
  ['fdupes',  'fdupes -rq l r',                                           '--base . --format fdupes',      NAMES],
  ['fdupes',  'fdupes -rqS "$PWD/l" "$PWD/r"',                            '--format fdupes',               NAMES],
  ['rmlint',  'rmlint l r -o json:stdout',                                '--format rmlint',               NAMES],
  ['rmlint',  'rmlint l r -o json:stdout -c json:oneline -c json:no_header', '--format rmlint',            NAMES],
  ['rmlint',  'rmlint l r -o json:stdout -c json:no_footer',              '--format rmlint',               NAMES],
  ['rdfind',  'rdfind -outputname /dev/stderr l r 2>&1 >/dev/null',       '--base . --format rdfind',      NAMES],
]

for (const [name, find, flags, names] of programs)
  t.test(`${find} | dd-import ${flags} | …`, { skip: without(name) }, async (t) => {
    const cwd = t.testdir()
    plant(cwd, names)
    await linksAll(t, cwd, names, `${find} | dd-import -q ${flags}`)
  })

/** Each name in `l` and `r`, with a content of its own. */
function plant(cwd: string, names: readonly string[]): void {
  names.forEach((name, i) => {
    for (const side of ['l', 'r']) {
      mkdirSync(`${cwd}/${side}`, { recursive: true })
      writeFileSync(Buffer.from(`${cwd}/${side}/${name}`, 'latin1'), contentOf(i))
    }
  })
}

function contentOf(i: number): string {
  return `content ${i}\n`
}

/** The groups that a line of shell writes lead to a link for each name in `r`. */
async function linksAll(
  t: Test,
  cwd: string,
  names: readonly string[],
  line: string,
  input = '',
): Promise<void> {
  const whole = `${line} | dd-plan hardlink -q --keep first | dd-apply`
  const { stdout, stderr, status } = await shell(whole, { cwd }, input)
  t.equal(status, 0, stderr)
  const results = records(stdout)
  t.ok(results.every(({ status }) => status === 'would'))
  t.strictSame(
    results.map((result) => pathBytes(result).toString('latin1')).sort(),
    names.map((name) => `${cwd}/r/${name}`).sort(),
  )
}

// fclones and czkawka by hand, as their sources write them.

/** A name as fclones prints it: what is not UTF-8, or not visible, as escapes. */
function stfu8(name: string): string {
  const text = Buffer.from(name, 'latin1')
  const isText = isUtf8(text)
  return (isText ? text.toString() : name).replace(/[\\\x00-\x1f\x7f-\xff]/g, (char) => {
    if (char === '\\') return '\\\\'
    if (char === '\n') return '\\n'
    if (isText && char > '\x7f') return char
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`
  })
}

const pairs = (cwd: string, names: readonly string[]) =>
  names.map((name, i) => ({
    size: contentOf(i).length,
    files: ['l', 'r'].map((side) => `${cwd}/${side}/${name}`),
  }))

const fclonesText = (cwd: string) =>
  `# Report by fclones 0.35.0\n# Command: fclones group l r\n# Base dir: ${cwd}\n` +
  pairs(cwd, NAMES)
    .map(({ size, files }) => [`61, ${size} B (9 B) * 2:`, ...files.map((file) => `    ${file}`)])
    .flat()
    .map((line) => `${line.startsWith('    ') ? `    ${stfu8(line.slice(4))}` : line}\n`)
    .join('')

const fclonesJson = (cwd: string) =>
  JSON.stringify(
    {
      header: { version: '0.35.0', command: ['fclones', 'group', 'l'], base_dir: cwd, stats: null },
      groups: pairs(cwd, NAMES).map(({ size, files }) => ({
        file_len: size,
        file_hash: '61',
        files: files.map(stfu8),
      })),
    },
    null,
    2,
  )

/** Names that are not UTF-8 make it fail. */
const VALID = NAMES.filter((name) => isUtf8(Buffer.from(name, 'latin1')))

const czkawka = (cwd: string) =>
  JSON.stringify(
    Object.fromEntries(
      pairs(cwd, VALID).map(({ size, files }, i) => [
        `${size}${i}`,
        [files.map((file) => ({ path: Buffer.from(file, 'latin1').toString(), size, hash: 'a' }))],
      ]),
    ),
  )

// prettier-ignore
const samples: [name: string, make: (cwd: string) => string, flags: string, names: string[]][] = [
  ['fclones, text', fclonesText, '--format fclones', NAMES],
  ['fclones, JSON', fclonesJson, '--format fclones', NAMES],
  ['czkawka',       czkawka,     '--format czkawka', VALID],
]

for (const [name, make, flags, names] of samples)
  t.test(`${name} | dd-import ${flags} | …`, async (t) => {
    const cwd = t.testdir()
    plant(cwd, names)
    await linksAll(t, cwd, names, `dd-import ${flags}`, make(cwd))
  })

for (const [find, flags] of [
  ['jdupes -rqj .', ''],
  ['jdupes -rq .', '--format fdupes'],
  ['fdupes -rq .', '--format fdupes'],
  ['rmlint . -o json:stdout', '--format rmlint'],
  ['rdfind -outputname /dev/stderr . 2>&1 >/dev/null', '--format rdfind'],
] as const)
  t.test(`${find}, and nothing found`, { skip: without(find.split(' ')[0]!) }, async (t) => {
    const cwd = t.testdir({ one: '1', another: 'x' })
    const { stdout, status } = await shell(`${find} | dd-import ${flags}`, { cwd })
    t.strictSame([status, stdout], [0, ''])
  })
