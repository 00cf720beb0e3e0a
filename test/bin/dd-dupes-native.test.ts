// Through the C library and through Node the same bytes come out.
import t from 'tap'
import { plantDupes, plantLong } from '../helper/dupes-tree.js'
import { noNative } from '../helper/native.js'
import { shell } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'
import { untimedText } from '../helper/untimed.js'

const flags = ['', '--unique', '--hard-links', '--algo sha1']

t.test('short and long files, odd names', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  plantDupes(scratch)
  plantLong(scratch)
  for (const asked of flags) {
    const line = `dd-dupes -q ${asked} .`
    const run = (on: string) => shell(line, { cwd: scratch.root, env: { ...process.env, DD_TOOLS_NATIVE: on } }) // prettier-ignore
    const [native, node] = [await run('1'), await run('0')]
    t.equal(native.status, 0, line)
    t.not(native.stdout, '', line)
    t.equal(untimedText(native.stdout), untimedText(node.stdout), line)
    t.equal(native.stderr, node.stderr, line)
  }
})
