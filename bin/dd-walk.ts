#!/usr/bin/env node
// dd-walk(1): operands -> file records on stdout. Changes nothing on disk.
import { command } from '../lib/cli/command.js'
import { main } from '../lib/cli/main.js'
import { workingDirectory } from '../lib/cli/operands.js'
import { addPattern } from '../lib/cli/pattern-arg.js'
import { poolNote } from '../lib/cli/pool-note.js'
import { progress } from '../lib/cli/progress.js'
import { requireRange } from '../lib/cli/range-arg.js'
import { parseCount, parseSize } from '../lib/cli/size-arg.js'
import { parseTime } from '../lib/cli/time-arg.js'
import { walkNames } from '../lib/cli/walk-names.js'
import { writeLines } from '../lib/stream/write-lines.js'
import { fileLines } from '../lib/walk/file-line.js'
import type { Make } from '../lib/walk/found-files.js'
import { walkRules, type WalkOptions } from '../lib/walk/rules.js'
import { walk } from '../lib/walk/walk.js'

type Options = WalkOptions & { files0From?: string; progress?: true }

const options = command('dd-walk', 'list regular files as records')
  .argument('[operand...]', 'directories and files; without one, the current directory')
  .option('--files0-from <file>', 'take operands from a list, each ended by NUL; - is stdin')
  .option('--follow', 'follow symlinks')
  .option('--one-file-system', 'stay on the file system of each operand')
  .option('--max-depth <n>', 'files at most so many levels down', parseCount(0))
  .option('--min-size <size>', 'no smaller files', parseSize, 1)
  .option('--max-size <size>', 'no larger files', parseSize)
  .option('--newer <time>', 'modified since: 2024-01-31, 2024-01-31T18:30, 30d', (t) =>
    parseTime(t),
  )
  .option('--older <time>', 'modified before', (typed) => parseTime(typed))
  .option('--name <glob>', 'only such files; repeatable, in the syntax of gitignore', addPattern)
  .option('--exclude <glob>', 'no such files, and enter no such directories', addPattern)
  .option('--hidden', 'names with a dot in front, too', true)
  .option('--no-hidden', 'no names with a dot in front')
  .option('--progress', 'show on the terminal how far it is')

await main<Options>(options, async ({ options, operands, stdin, stdout, stderr, fault, note }) => {
  requireRange(options.minSize, options.maxSize, '--min-size (1, if not given) is over --max-size')
  requireRange(options.newer, options.older, '--newer is after --older')
  const names = walkNames(operands, options.files0From, stdin, fault)
  const rules = await walkRules(options)
  const { tick, stop } = progress(stderr, options.progress === true, 'walking')
  const line = fileLines()
  const make: Make<string> = (dir, name, stat) => {
    tick(1, Number(stat.size))
    return line(dir, name, stat)
  }
  const lines = walk(names, rules, make, {
    cwd: workingDirectory(),
    fault,
    onPool: (pool) => note(poolNote(pool)),
  })
  await writeLines(lines, stdout).finally(stop)
})
