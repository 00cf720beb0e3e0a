// Runs the examples of every manual page as they are printed.
//
// An example is a line that starts with `$ ` in a `.Bd -literal` block, in any section. It goes on in
// lines that start with `> `, and after a line that ends in `|`, `&&` or a backslash. Other lines of
// a block are output; they are not compared.
//
// Each block starts in a new directory, which is also HOME, with (see helper/sandbox.ts):
//   Photos     below it 2019, 2020, 2021, best, old: copies, hard links, an empty file, a file of 3 MiB twice
//   Backup     copies from Photos, an interrupted copy, a file that is nowhere else
//   old-disk   older copies, a small text
//   odd-names  a and b: the same files twice, under names that break programs
// So examples use relative paths: `dd-walk Photos Backup`. The commands of a block run in turn, by bash
// with pipefail, our commands on PATH, stdin empty. Each must end with status 0, and must print
// something or write to a file.
//
// Comments just above `.Bd` change that:
//   .\" continues         run in the directory that the block before has left
//   .\" status 1          the last command of the block ends with this status
//   .\" quiet             the commands print nothing
//   .\" not run: reason   not run; listed among the skipped tests
import { spawn } from 'node:child_process'
import t from 'tap'
import { commandDir, without } from './helper/commands.js'
import { blocks, pages, type Block } from './helper/man.js'
import { finish, type Ran } from './helper/run.js'
import { makeSandbox, removeSandbox } from './helper/sandbox.js'

const OTHERS = [
  'jq',
  'parallel',
  'jdupes',
  'rdfind',
  'fdupes',
  'rmlint',
  'fclones',
  'b3sum',
  'sqlite3',
]

const { dir, remove } = commandDir()
t.teardown(remove)

for (const page of pages()) {
  let sandbox: string | undefined
  let skipped: string | false = false
  const sandboxFor = (block: Block): string => {
    if (sandbox !== undefined && block.notes.includes('continues')) return sandbox
    if (sandbox !== undefined) removeSandbox(sandbox)
    return (sandbox = makeSandbox())
  }
  t.teardown(() => sandbox !== undefined && removeSandbox(sandbox))
  for (const block of blocks(page)) {
    skipped = skip(block) || (block.notes.includes('continues') && skipped)
    t.test(`${block.page}:${block.line}`, { skip: skipped }, async (t) => {
      const cwd = sandboxFor(block)
      for (const [i, command] of block.commands.entries()) {
        const ran = await bash(command, cwd)
        const last = i === block.commands.length - 1
        t.equal(ran.status, last ? status(block) : 0, `${command}\n${ran.stderr}`)
        if (!block.notes.includes('quiet')) t.ok(saysSomething(command, ran), `${command}: silent`)
      }
    })
  }
}

function skip({ notes, commands }: Block): string | false {
  const notRun = notes.find((note) => note.startsWith('not run: '))
  if (notRun !== undefined) return notRun
  const words = new Set(commands.join(' ').split(/[^\w-]+/))
  return without(...OTHERS.filter((program) => words.has(program)))
}

function status({ notes }: Block): number {
  const note = notes.find((note) => note.startsWith('status '))
  return note === undefined ? 0 : Number(note.slice('status '.length))
}

function saysSomething(command: string, { stdout, stderr }: Ran): boolean {
  return stdout !== '' || stderr !== '' || / > ?\w/.test(command)
}

function bash(command: string, cwd: string): Promise<Ran> {
  const { XDG_STATE_HOME: _, ...env } = process.env
  const child = spawn('bash', ['-o', 'pipefail', '-c', command], {
    cwd,
    env: { ...env, PATH: `${dir}:${env.PATH}`, HOME: cwd, LC_ALL: 'C.UTF-8' },
    timeout: 300_000,
  })
  return finish(child, '')
}
