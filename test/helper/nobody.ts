// Lines of shell run by somebody who may read little: by `nobody` where the tests are root.
import { spawnSync } from 'node:child_process'
import { BIN, shell, type Ran } from './run.js'

const BECOME =
  process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : 'env'

/** For `t.test(name, { skip: cannotBeNobody() }, …)`: the way to the checkout may be closed to others. */
export function cannotBeNobody(): string | false {
  const { status } = spawnSync('sh', ['-c', `${BECOME} test -r '${BIN}/dd-walk.js'`])
  return status === 0 ? false : 'needs setpriv, and a checkout that others may read'
}

/** Run a line of shell in which the dd-* commands are found. */
export function asNobody(line: string, cwd: string): Promise<Ran> {
  return shell(`${BECOME} bash -c "$LINE"`, { cwd, env: { ...process.env, LINE: line } })
}
