// Manual pages against the commands: a page each, the same flags, the same sections, clean mdoc.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { without } from './helper/commands.js'
import { explained, named, oneLine, pages, sections } from './helper/man.js'
import { run } from './helper/run.js'
import { recordFields } from './helper/record-fields.js'
import { ROOT, sourcesOf } from './helper/sources.js'

const COMMAND = ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'RECORDS', 'EXIT STATUS', 'EXAMPLES'].concat([
  'DIAGNOSTICS',
  'SEE ALSO',
])

const OTHER = ['NAME', 'DESCRIPTION', 'EXAMPLES', 'SEE ALSO']

const found = pages()
const commands = sourcesOf('bin').map(({ file }) => file.replace(/^bin\/|\.ts$/g, ''))
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const helps = new Map<string, { readonly flags: Set<string>; readonly summary: string }>()

t.before(async () => {
  for (const name of commands) helps.set(name, readHelp((await run(name, ['--help'])).stdout))
})

/** Commander's help: a usage line, an empty line, the summary, an empty line, the options. */
function readHelp(text: string): { flags: Set<string>; summary: string } {
  const flags = [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z][\w-]*)/gm)].map(([, flag]) => flag!)
  const [, summary = ''] = text.split('\n\n')
  return { flags: new Set(flags), summary: summary.replace(/\s+/g, ' ').trim() }
}

t.test('the package names every command and every page, and no other', async (t) => {
  t.strictSame(Object.keys(manifest.bin).sort(), [...commands].sort())
  t.strictSame(
    manifest.man.toSorted(),
    found.map(({ file }) => `man/${file}`),
  )
  for (const [name, path] of Object.entries(manifest.bin)) t.equal(path, `dist/bin/${name}.js`)
})

for (const name of commands)
  t.test(`${name}.1 has the flags of ${name} --help`, async (t) => {
    const page = found.find(({ file }) => file === `${name}.1`)
    if (page === undefined) return void t.fail(`there is no man/${name}.1`)
    t.strictSame([...explained(page)].sort(), [...helps.get(name)!.flags].sort())
    t.equal(oneLine(page), helps.get(name)!.summary, 'the one line of NAME is the one of --help')
  })

for (const page of found) {
  t.test(`${page.file} has its sections, in order`, async (t) => {
    const wanted = page.file.endsWith('.1') ? COMMAND : OTHER
    const titles = sections(page).filter((title) => wanted.includes(title))
    t.strictSame(titles, wanted)
  })

  t.test(`${page.file} names only flags that exist`, async (t) => {
    const flags = new Set([...helps.values()].flatMap(({ flags }) => [...flags]))
    for (const flag of named(page)) t.ok(flags.has(flag), flag)
  })

  t.test(`${page.file} is clean mdoc`, { skip: without('mandoc') }, async (t) => {
    const file = join(ROOT, 'man', page.file)
    const { status, stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', file])
    t.equal(status, 0, stdout.toString())
  })
}

t.test('dd-records(5) explains every field of every record, and no other', async (t) => {
  const page = found.find(({ file }) => file === 'dd-records.5')!
  for (const [record, fields] of recordFields()) {
    const start = page.lines.indexOf(`.Ss ${record}`)
    const end = page.lines.findIndex((line, i) => i > start && /^\.S[sh] /.test(line))
    t.ok(start > 0, `there is a part about ${record}`)
    t.strictSame(fieldsOf(page.lines.slice(start, end)), [...fields].sort(), record)
  }
})

/** What the items of a list define; words in lists inside of lists are values, not fields. */
function fieldsOf(lines: readonly string[]): string[] {
  let depth = 0
  const found = new Set<string>()
  for (const line of lines) {
    if (line.startsWith('.Bl ')) depth++
    if (line.startsWith('.El')) depth--
    if (depth === 1 && line.startsWith('.It Cm '))
      for (const word of line
        .slice('.It Cm '.length)
        .replace(/ P[qo] .*/, '')
        .split(' , '))
        found.add(word)
  }
  return [...found].sort()
}
