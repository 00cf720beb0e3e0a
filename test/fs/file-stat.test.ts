import { lstatSync } from 'node:fs'
import t from 'tap'
import { fileStat } from '../../lib/fs/file-stat.js'

const FIELDS = ['dev', 'ino', 'mode', 'nlink', 'uid', 'gid', 'size', 'blocks', 'mtimeNs', 'ctimeNs'] as const // prettier-ignore

const dir = t.testdir({ file: 'content', sub: {} })
const paths = [`${dir}/file`, `${dir}/sub`, Buffer.from(`${dir}/file`)]

/** First Node looks, then the C library: it has to be the same. */
for (const when of ['at first', 'after many'])
  t.test(when, async (t) => {
    for (const path of paths) {
      const [own, node] = [fileStat(path), lstatSync(path, { bigint: true })]
      t.strictSame(FIELDS.map((field) => BigInt(own[field])), FIELDS.map((field) => node[field])) // prettier-ignore
    }
    t.throws(() => fileStat(`${dir}/none`), { code: 'ENOENT', syscall: 'lstat', path: `${dir}/none` }) // prettier-ignore
    t.throws(() => fileStat(`${dir}/file/below`), { code: 'ENOTDIR' })
    for (let i = 0; i < 5000; i++) fileStat(dir)
  })
