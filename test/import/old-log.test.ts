import { utimesSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { UsageError } from '../../lib/record/fault.js'
import { interruption, readOldLog } from '../../lib/import/old-log.js'

let n = 0
const log = (t: { testdirName: string }, text: string) => {
  const path = `${t.testdirName}-${n++}.csv`
  writeFileSync(path, text)
  return path
}
t.testdir()

// prettier-ignore
const read: [name: string, text: string, want: [path: string, status: string][]][] = [
  ['nothing done',           'filepath,status\n',                                  []],
  ['as Python writes it',    'filepath,status\r\n/p/a,LINKED\r\n/p/b,PENDING\r\n',  [['/p/a', 'LINKED'], ['/p/b', 'PENDING']]],
  ['as others do',           'filepath,status\n/p/a,LINKED\n',                     [['/p/a', 'LINKED']]],
  ['the last row counts',    'filepath,status\n/p/a,PENDING\n/p/a,DELETED\n',      [['/p/a', 'DELETED']]],
  ['a quoted name',          'filepath,status\n"/p/a,""b""\nc",DELETED\n',         [['/p/a,"b"\nc', 'DELETED']]],
  ['a line cut short',       'filepath,status\n/p/a,LINKED\n/p/b,DELE',            [['/p/a', 'LINKED']]],
]

for (const [name, text, want] of read)
  t.test(name, async (t) => t.strictSame([...readOldLog(log(t, text)).statuses], want))

// prettier-ignore
const refused: [name: string, text: string, words: RegExp][] = [
  ['an empty file',     '',                                   /not a log with the columns/],
  ['another header',    'path,state\n/a,LINKED\n',            /not a log with the columns/],
  ['another status',    'filepath,status\n/a,linked\n',       /row 2 is not a path and PENDING/],
  ['a third column',    'filepath,status\n/a,LINKED,1\n',     /row 2 is not a path and PENDING/],
  ['a missing column',  'filepath,status\n/a,LINKED\n/b\n',   /row 3 is not a path and PENDING/],
  ['no path',           'filepath,status\n,LINKED\n',         /row 2 is not a path and PENDING/],
  ['a stray quote',     'filepath,status\n/a"b,LINKED\n',     /Quote/],
]

for (const [name, text, words] of refused)
  t.test(`refused: ${name}`, async (t) =>
    t.throws(() => readOldLog(log(t, text)), { message: words }),
  )

for (const path of ['/dev/null', '/dev/zero', '/dev/tty', '/'])
  t.test(`refused: ${path}`, async (t) =>
    t.throws(() => readOldLog(path), new UsageError(`"${path}" is not a regular file`)),
  )

t.test('what it means', async (t) => {
  t.strictSame(interruption(undefined), {})
  const path = log(t, 'filepath,status\n/p/ä,DELETED\n/b,PENDING\n/c,LINKED\n')
  utimesSync(path, 1_600_000_000, 1_600_000_000)
  const { isLost, endedNs } = interruption(path)
  t.equal(endedNs, 1_600_000_000_000_000_000n)
  const names = ['/p/ä', '/b', '/c', '/d'].filter((name) => isLost?.(Buffer.from(name)))
  t.strictSame(names, ['/p/ä', '/b'])
})
