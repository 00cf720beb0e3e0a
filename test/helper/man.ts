// What tests need to know of the manual pages, read from their mdoc source.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './sources.js'

export type Page = {
  readonly file: string
  readonly name: string
  readonly lines: readonly string[]
}

/** A literal block that holds commands, and the roff comments just above it. */
export type Block = {
  readonly page: string
  readonly line: number
  readonly notes: readonly string[]
  readonly commands: readonly string[]
}

export function pages(): Page[] {
  return readdirSync(join(ROOT, 'man'))
    .sort()
    .map((file) => page(file, readFileSync(join(ROOT, 'man', file), 'utf8')))
}

export function page(file: string, source: string): Page {
  return { file, name: file.replace(/\.\d$/, ''), lines: source.split('\n') }
}

/** Titles of the sections, in order. */
export function sections({ lines }: Page): string[] {
  return lines.filter((line) => line.startsWith('.Sh ')).map((line) => line.slice(4))
}

/** The text of `.Nd`. */
export function oneLine({ lines }: Page): string {
  return lines.find((line) => line.startsWith('.Nd '))?.slice(4) ?? ''
}

/** Long flags that are explained: in a list item. */
export function explained({ lines }: Page): Set<string> {
  return flagsIn(lines.filter((line) => line.startsWith('.It ')))
}

/** Long flags that are named anywhere. */
export function named({ lines }: Page): Set<string> {
  return flagsIn(lines.filter((line) => line.startsWith('.')))
}

function flagsIn(lines: readonly string[]): Set<string> {
  const found = lines.flatMap((line) => [...line.matchAll(/\bFl (-[a-z][\w-]*)/g)])
  return new Set(found.map(([, flag]) => `-${flag}`))
}

/** Every literal block with a line that starts with `$ `. */
export function blocks(page: Page): Block[] {
  const found: Block[] = []
  for (const [at, line] of page.lines.entries()) {
    if (!line.startsWith('.Bd -literal')) continue
    const end = page.lines.indexOf('.Ed', at)
    const commands = commandsIn(page.lines.slice(at + 1, end))
    const notes = notesAbove(page.lines, at)
    if (commands.length > 0) found.push({ page: page.file, line: at + 1, notes, commands })
  }
  return found
}

function notesAbove(lines: readonly string[], at: number): string[] {
  const notes: string[] = []
  for (let i = at - 1; lines[i]?.startsWith('.\\" '); i--) notes.unshift(lines[i]!.slice(4))
  return notes
}

/** `$ ` starts a command; it goes on in lines that start with `> `, and after a line that cannot end one. */
function commandsIn(block: readonly string[]): string[] {
  const commands: string[] = []
  let open = false
  for (const text of block.map(plain)) {
    const last = commands.length - 1
    if (text.startsWith('$ ')) commands.push(text.slice(2))
    else if (last >= 0 && text.startsWith('> ')) commands[last] += `\n${text.slice(2)}`
    else if (last >= 0 && open) commands[last] += `\n${text}`
    else continue
    open = /(?:\||\\|&&)\s*$/.test(text)
  }
  return commands
}

const ESCAPES: { readonly [escape: string]: string } = {
  '\\e': '\\',
  '\\-': '-',
  '\\&': '',
  '\\(dq': '"',
  '\\(aq': "'",
  '\\(ga': '`',
  '\\(ha': '^',
  '\\(ti': '~',
}

/** A line of a literal block as it is printed. @throws on an escape that is not in the table */
function plain(line: string): string {
  if (/^[.']/.test(line)) throw new Error(`a macro among commands: ${line}`)
  return line.replace(/\\(?:\(..|.)/g, (escape) => {
    const char = ESCAPES[escape]
    if (char === undefined) throw new Error(`unknown escape ${escape} in: ${line}`)
    return char
  })
}
