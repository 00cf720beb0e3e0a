import t from 'tap'
import { pathFields } from '../../lib/record/path.js'
import { rawPath } from '../../lib/report/raw-path.js'

// prettier-ignore
const paths: [name: string, latin1: string][] = [
  ['ASCII',                 '/a b"\n\\'],
  ['UTF-8',                 '/\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbf'],
  ['neither',               '/\xff\xc3\xa9\x80'],
  ['255 bytes',             `/${'\xfe'.repeat(255)}`],
]

for (const [name, latin1] of paths)
  t.test(name, async (t) => {
    t.equal(rawPath(pathFields(Buffer.from(latin1, 'latin1'))), latin1)
  })
