// dd-prefix as a process: one file that is seen at two places.
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { prefixOf } from '../helper/found.js'
import { bindMount } from '../helper/mounts.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { records, shell } from '../helper/run.js'
import { lines, Scratch } from '../helper/scratch.js'

withOwnMounts(t, import.meta.filename, [], () => {
  t.test('a bind mount shows no copies', async (t) => {
    const scratch = new Scratch(t)
    const files = [scratch.write('whole', '1234'), scratch.write('part', '12')]
    const there = bindMount(t, scratch.root)
    const again = files.map((file) => {
      return { ...file, path: String(file.path).replace(scratch.root, there) } as FileRecord
    })
    const { status, stdout, stderr } = await prefixOf(scratch, [...files, ...again])
    t.strictSame([status, stderr], [0, ''])
    const found = records(stdout)
    t.strictSame(
      found.map(({ type, file }) => `${type} ${file.path}`).sort(),
      [`partial ${there}/part`, `partial ${scratch.root}/part`].sort(),
    )
    for (const { of, copies } of found) {
      t.match(of.path, /\/whole$/)
      t.equal(copies, undefined, 'the whole is one file')
    }
    const plan = await shell('dd-prefix | dd-plan delete', {}, lines(...files, ...again))
    t.strictSame([plan.status, plan.stdout], [0, ''], 'nor a plan of duplicates')
  })
})
