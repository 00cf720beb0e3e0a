import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { mountId } from '../../../lib/fs/mount-of.js'
import { calls, noNative } from '../../helper/native.js'

t.test('the mount of what is open is the one that /proc tells', { skip: noNative }, async (t) => {
  const dir = t.testdir({ plain: 'x' })
  for (const path of [`${dir}/plain`, dir, '/', '/dev', '/proc', '/sys']) {
    const fd = openSync(path, 'r')
    t.equal(calls.mountId?.(fd), mountId(fd), path)
    closeSync(fd)
  }
  t.equal(calls.mountId?.(-1), undefined)
})
