import { linkSync, lstatSync, utimesSync, writeFileSync, type BigIntStats } from 'node:fs'
import t from 'tap'
import { statRecord } from '../../lib/record/stat-record.js'
import { parseFile } from '../../lib/record/file.js'

t.test('a record is what lstat says', async (t) => {
  const path = `${t.testdir()}/a`
  writeFileSync(path, 'five!')
  linkSync(path, `${path}2`)
  utimesSync(path, 1.6e9, 1.6e9)
  const stats = lstatSync(path)
  const record = statRecord(Buffer.from(path), lstatSync(path, { bigint: true }))
  t.equal(parseFile(record), record)
  t.match(record, {
    path,
    size: 5,
    nlink: 2,
    ino: String(stats.ino),
    dev: String(stats.dev),
    mode: stats.mode,
    uid: stats.uid,
    gid: stats.gid,
    blocks: stats.blocks,
    mtimeNs: '1600000000000000000',
  })
  t.notOk('root' in record)
})

t.test('identities above 2^63 are not negative, and no digit is lost', async (t) => {
  const stats = { ...lstatSync('.', { bigint: true }), ino: -1n, dev: -2n, size: 7n } as BigIntStats
  const record = statRecord(Buffer.from('/\xff', 'latin1'), stats)
  t.match(record, { path64: 'L/8=', ino: '18446744073709551615', dev: '18446744073709551614' })
})
