// What cannot be opened, made or written is named, with the reason.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { cannotMount, remount, tmpfs } from '../helper/mounts.js'
import { shell } from '../helper/run.js'
import { lines, Scratch, step } from '../helper/scratch.js'

const asRoot = process.getuid?.() === 0 && 'root may do all that'

/** A disk that is read-only, a file, a directory, and a plan; `%` stands for where they are. */
function scene(t: { teardown: (end: () => void) => void }) {
  const scratch = new Scratch(t)
  const plan = lines(step('delete', scratch.write('d/b', 'x'), scratch.write('d/a', 'x')))
  writeFileSync(scratch.at('plan'), plan)
  writeFileSync(scratch.at('file'), 'hello\n')
  mkdirSync(scratch.at('closed'), { mode: 0 })
  if (!cannotMount()) symlinkSync(readOnly(t), scratch.at('ro'))
  return scratch
}

function readOnly(t: { teardown: (end: () => void) => void }): string {
  const mount = tmpfs(t)
  remount(mount, 'ro')
  return mount
}

const READ_ONLY = 'read-only file system'
const NONE = 'no such file or directory'
const APPLY = 'dd-apply --apply < plan'

// prettier-ignore
const cases: [line: string, status: number, message: string][] = [
  [`XDG_STATE_HOME= HOME=$PWD/ro ${APPLY}`,     4, `dd-apply: mkdir "%/ro/.local": ${READ_ONLY}`],
  [`XDG_STATE_HOME=ro/state ${APPLY}`,          4, `dd-apply: mkdir "%/ro/state": ${READ_ONLY}`],
  [`XDG_STATE_HOME=file ${APPLY}`,              4, 'dd-apply: mkdir "%/file/dd-tools": not a directory'],
  [`XDG_STATE_HOME= HOME=/proc ${APPLY}`,       4, `dd-apply: mkdir "/proc/.local": ${NONE}`],
  [`XDG_STATE_HOME= HOME=$PWD/closed ${APPLY}`, 4, 'dd-apply: mkdir "%/closed/.local": permission denied'],
  [`${APPLY} --journal ro/j`,                   4, `dd-apply: open "%/ro/j": ${READ_ONLY}`],
  [`${APPLY} --journal ro/x/j`,                 4, `dd-apply: mkdir "%/ro/x": ${READ_ONLY}`],
  [`${APPLY} --journal file/j`,                 4, 'dd-apply: open "%/file/j": not a directory'],
  [`${APPLY} --journal ""`,                     2, 'dd-apply: usage: --journal: a path cannot be empty'],
  ['dd-apply --resume none',                    4, `dd-apply: open "%/none": ${NONE}`],
  ['dd-apply --resume ""',                      2, 'dd-apply: usage: --resume: a path cannot be empty'],
  ['dd-apply --rollback none',                  4, `dd-apply: open "%/none": ${NONE}`],
  ['dd-apply --trash file/x < plan',            2, 'dd-apply: usage: --trash "%/file/x": not a directory'],
  ['TMPDIR=$PWD/none dd-apply < plan',          4, 'dd-apply: stopped: temporary file in "%/none" (TMPDIR names another place): ENOENT: '],
  ['TMPDIR=$PWD/ro dd-apply < plan',            4, 'dd-apply: stopped: temporary file in "%/ro" (TMPDIR names another place): EROFS: '],
  ['dd-undo none',                              4, `dd-undo: open "%/none": ${NONE}`],
  ['dd-undo ""',                                2, 'dd-undo: usage: a path cannot be empty'],
  ['dd-walk --files0-from none',                2, `dd-walk: usage: --files0-from "none": ${NONE}`],
  ['dd-walk --files0-from d',                   2, 'dd-walk: usage: --files0-from "d": is a directory'],
  ['dd-dupes --files0-from /proc/self/mem',     4, 'dd-dupes: read "/proc/self/mem": input/output error'],
  ['dd-plan pool-link --keep first --pool none < plan', 2, `dd-plan: usage: "%/none": ${NONE}`],
  ['dd-walk d > /dev/full',                     4, 'dd-walk: write standard output: no space left on device'],
  ['dd-apply < plan > /dev/full',               4, 'dd-apply: write standard output: no space left on device'],
]

for (const [line, status, message] of cases) {
  const skip = (/\bro\b/.test(line) && cannotMount()) || (/closed/.test(line) && asRoot)
  t.test(line, { skip }, async (t) => {
    const scratch = scene(t)
    const ran = await shell(line, { cwd: scratch.root })
    t.ok(ran.stderr.includes(message.replace('%', scratch.root)), ran.stderr)
    t.equal(ran.status, status)
    t.ok(scratch.exists('d/b'), 'nothing was done')
  })
}
