#!/usr/bin/env node
// dd-dupes(1): operands -> groups of equal files. Changes nothing on disk.
import { search } from '../lib/dupes/search.js'
import { operandBytes, workingDirectory } from '../lib/cli/operands.js'

const main = async () => {const found = await search(
  operandBytes(process.argv.slice(2)),
  {
    walk: {},
    wanted: { least: 2, isFew: false, isolate: false, hardLinks: false },
    algo: 'blake3',
    threads: undefined,
    stop: new AbortController().signal,
    onWalked: () => {},
    onPlan: () => {},
  },
  { cwd: workingDirectory(), fault: (f) => console.error(f), onPool: () => {} },
)
let text = ''
for (const members of found.groups('size')) {
  for (const piece of found.groupText(members)) text += piece
  if (text.length > 65536) {
    process.stdout.write(text)
    text = ''
  }
}
process.stdout.write(text)
}
void main()
