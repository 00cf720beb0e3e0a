// dd-prefix(1): file records -> empty files, files that are the beginning of larger ones, equal ones.
import { main } from '../lib/cli/main.js'
import { prefixCommand, type PrefixFlags } from '../lib/cli/prefix-command.js'
import { leftNotes } from '../lib/cli/prefix-notes.js'
import { progress } from '../lib/cli/progress.js'
import { CLASSES } from '../lib/prefix/found-lines.js'
import { prefixLines } from '../lib/prefix/prefix-files.js'
import { PROTECTED_NAMES } from '../lib/prefix/protected-names.js'
import { fromLatin1 } from '../lib/stream/from-latin1.js'
import { writeLines } from '../lib/stream/write-lines.js'
import { globMatcher } from '../lib/walk/glob-matcher.js'

void main<PrefixFlags>(prefixCommand(CLASSES), async (context) => {
  const { options, stdin, stdout, stderr, fault, note, needInput } = context
  needInput()
  const { tick, stop } = progress(stderr, options.progress === true, 'looking')
  const isMarker = await globMatcher([...PROTECTED_NAMES, ...(options.protect ?? [])])
  const lines = prefixLines(stdin, {
    wanted: new Set(CLASSES.filter((name) => options.only?.includes(name) ?? true)),
    trimsZeros: options.trimZeros === true,
    threads: options.threads,
    isProtected: (path) => isMarker!(fromLatin1(path.slice(path.lastIndexOf('/') + 1))),
    fault,
    tick,
    onLeft: (left) => leftNotes(left).forEach(note),
  })
  await writeLines(lines, stdout, 'latin1').finally(stop)
})
