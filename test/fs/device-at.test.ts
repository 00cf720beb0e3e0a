import { statSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { deviceAt } from '../../lib/fs/device-at.js'

t.test('the device of a directory, or of the nearest one above it', async (t) => {
  const dir = t.testdir({ sub: {}, file: 'x' })
  symlinkSync('/proc', `${dir}/link`)
  const at = (path: string) => deviceAt(Buffer.from(path))
  const dev = (path: string) => String(statSync(path).dev)
  for (const path of ['', '/sub', '/none', '/none/of/them'])
    t.equal(at(`${dir}${path}`), dev(dir), path)
  t.equal(at('/'), dev('/'))
  t.equal(at(`${dir}/link/none`), dev('/proc'), 'through a symlink')
  for (const path of ['/file', '/file/x/y'])
    t.throws(() => at(`${dir}${path}`), { code: 'ENOTDIR' }, path)
})
