import t from 'tap'
import { checkOwnHost, hostArg } from '../../lib/cli/host-arg.js'
import { UsageError } from '../../lib/cli/exit.js'

t.test('a name is itself', async (t) => t.equal(hostArg('nas-1.lan'), 'nas-1.lan'))

for (const typed of ['', 'nas 1', 'n'.repeat(65), 'a/b', '\x1b'])
  t.test(`${JSON.stringify(typed)} is refused`, async (t) => {
    const message = /^"[^\x1b]*" is no name of a machine: 1 to 64 of /
    t.throws(() => hostArg(typed), { constructor: UsageError, message })
  })

t.test('the environment may say nothing, but no nonsense', async (t) => {
  for (const said of [undefined, '', 'nas1']) t.doesNotThrow(() => checkOwnHost(said))
  const message = '$DD_HOST "nas 1" is no name of a machine: '
  t.throws(() => checkOwnHost('nas 1'), { constructor: UsageError, message })
})
