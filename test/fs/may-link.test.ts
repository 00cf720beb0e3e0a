import { readFileSync, type BigIntStats } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { mayLink } from '../../lib/fs/may-link.js'
import { cannotMount } from '../helper/mounts.js'
import { runIn } from '../helper/run.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/may-link.js')

const SETTING = '/proc/sys/fs/protected_hardlinks'
const protects = (() => {
  try {
    return readFileSync(SETTING, 'latin1').trim() === '1'
  } catch {
    return false
  }
})()

// prettier-ignore
const cases: [name: string, us: bigint, mode: number, canWrite: boolean, may: boolean][] = [
  ['the owner',                        7n, 0o100644, false, true],
  ['root',                             0n, 0o104755, false, true],
  ['another who may write',            8n, 0o100666, true,  true],
  ['another who may not',              8n, 0o100644, false, false],
  ['a file that runs as its owner',    8n, 0o104777, true,  false],
  ['one that runs as its group',       8n, 0o102777, true,  false],
  ['one that is only locked that way', 8n, 0o102766, true,  true],
  ['one that its group runs as itself', 8n, 0o100777, true,  true],
]

const skip = !protects && `${SETTING} is not 1`
for (const [name, us, mode, canWrite, may] of cases)
  t.test(`${name}: ${may}`, { skip }, async (t) => {
    const stat = { uid: 7n, mode: BigInt(mode) } as BigIntStats
    t.equal(
      mayLink(stat, () => canWrite, us),
      may,
    )
  })

t.test(
  'where the system does not say that it protects them',
  { skip: cannotMount() },
  async (t) => {
    const script = `import { mayLink } from ${JSON.stringify(MODULE)}
    console.log(mayLink({ uid: 7n, mode: 0o100644n }, () => false, 8n))`
    const hide = 'mount -t tmpfs none /proc; exec "$0" --input-type=module -e "$1"'
    const { stdout } = runIn('/', 'unshare', ['-m', 'sh', '-c', hide, process.execPath, script])
    t.equal(stdout, 'true\n')
  },
)
