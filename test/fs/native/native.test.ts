import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { native } from '../../../lib/fs/native/native.js'
import { calls, noNative } from '../../helper/native.js'

const MODULE = join(import.meta.dirname, '../../../lib/fs/native/native.js')

function loadedWith(value: string): string {
  const script = `const { native } = await import(${JSON.stringify(MODULE)})
    console.log(Object.keys(native() ?? {}).sort().join())`
  const env = { ...process.env, DD_TOOLS_NATIVE: value }
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString()
}

t.test('loaded once', { skip: noNative }, async (t) => {
  t.equal(native(), calls)
  t.equal(
    loadedWith('1'),
    'attribute,attributes,dedupe,exchange,exit,extents,hasWriter,lock,renameNoReplace,setTimes,setXattr,statx,syncFileSystem,xattrs,xfsReflinks\n',
  )
})

t.test('DD_TOOLS_NATIVE=0 does without', async (t) => {
  t.equal(loadedWith('0'), '\n')
})
