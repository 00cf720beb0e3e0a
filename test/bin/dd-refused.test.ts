// What every command refuses before it reads anything, in the same words.
import t from 'tap'
import { built } from '../helper/commands.js'
import { run } from '../helper/run.js'

const HUGE = '18446744073709551615'

for (const command of built())
  t.test(`${command} takes no number for an operand`, async (t) => {
    for (const typed of command === 'dd-import' ? ['-1'] : ['-0', '-1']) {
      const { status, stdout, stderr } = await run(command, [typed])
      t.equal(status, 2, typed)
      t.equal(stdout, '')
      t.match(stderr, `${command}: usage: unknown option '${typed}'\nTry '${command} --help'`)
    }
  })

// prettier-ignore
const numbers: [command: string, argv: string[]][] = [
  ['dd-walk',   ['--min-size', HUGE]],
  ['dd-walk',   ['--max-size', HUGE]],
  ['dd-walk',   ['--max-depth', HUGE]],
  ['dd-walk',   ['--newer', `${HUGE}d`]],
  ['dd-walk',   ['--older', `${HUGE}d`]],
  ['dd-dupes',  ['--max-size', HUGE]],
  ['dd-dupes',  ['--memory', HUGE]],
  ['dd-dupes',  ['--threads', HUGE]],
  ['dd-dupes',  ['--min-copies', HUGE]],
  ['dd-dupes',  ['--rf-under', HUGE]],
  ['dd-group',  ['--memory', HUGE]],
  ['dd-hash',   [`--head=${HUGE}`]],
  ['dd-hash',   ['--threads', HUGE]],
  ['dd-prefix', ['--threads', HUGE]],
  ['dd-plan',   ['--copies', HUGE]],
  ['dd-apply',  ['--max-files', HUGE]],
  ['dd-apply',  ['--max-bytes', HUGE]],
  ['dd-apply',  ['--min-age', HUGE]],
  ['dd-apply',  ['--min-age', `${HUGE}d`]],
]

for (const [command, argv] of numbers)
  t.test(`${command} ${argv.join(' ')} is too large`, async (t) => {
    const { status, stdout, stderr } = await run(command, argv)
    t.match({ status, stdout, stderr }, { status: 2, stdout: '', stderr: /" is too large: 9007/ })
  })
