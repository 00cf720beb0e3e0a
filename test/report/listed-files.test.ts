import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { listedFiles } from '../../lib/report/listed-files.js'
import { file } from '../helper/records.js'
import { groupOf } from '../helper/reported.js'

const a = file('/a')
const a2 = { ...a, path: '/a2' } as FileRecord
const b = file('/b')
const otherDevice = { ...a, path: '/c', dev: '2' } as FileRecord

// prettier-ignore
const cases: [name: string, files: FileRecord[], first: FileRecord[], all: FileRecord[]][] = [
  ['two files',                   [a, b],           [a, b],           [a, b]],
  ['the order of the group',      [b, a],           [b, a],           [b, a]],
  ['the first name of an inode',  [a2, b, a],       [a2, b],          [a2, b, a]],
  ['one inode under two names',   [a, a2],          [],               [a, a2]],
  ['a number on two devices',     [a, otherDevice], [a, otherDevice], [a, otherDevice]],
  ['one name',                    [a],              [],               []],
  ['none',                        [],               [],               []],
]

for (const [name, files, first, all] of cases)
  t.test(name, async (t) => {
    t.strictSame([...listedFiles(groupOf(...files), false)], first)
    t.strictSame([...listedFiles(groupOf(...files), true)], all)
  })
