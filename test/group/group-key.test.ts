import t from 'tap'
import { factsOf } from '../../lib/group/facts.js'
import { groupKey, type By } from '../../lib/group/group-key.js'
import type { FileRecord } from '../../lib/record/file.js'
import { file } from '../helper/records.js'

const HEAD = { head: 'aa', headBytes: 16 }
const SHA1 = { algo: 'sha1' }
const HASH = { hash: 'bb' }

// prettier-ignore
const good: [by: By, fields: Partial<FileRecord>, digest: string, kind: string][] = [
  ['size', {},                            '',   ''],
  ['size', { ...HEAD, ...HASH, ...SHA1 }, '',   ''],
  ['head', { ...HEAD, ...SHA1 },          'aa', 'sha1 16'],
  ['head', { ...HEAD, ...HASH, ...SHA1 }, 'aa', 'sha1 16'],
  ['hash', { ...HASH, ...SHA1 },          'bb', 'sha1'],
  ['hash', { ...HEAD, ...HASH, ...SHA1 }, 'bb', 'sha1'],
]

for (const [by, fields, digest, kind] of good)
  t.test(`by ${by} of ${Object.keys(fields).join()}`, async (t) => {
    t.match(groupKey(factsOf(file('/a', fields)), by), { digest, kind })
  })

// prettier-ignore
const bad: [by: By, fields: Partial<FileRecord>, field: string, says: RegExp][] = [
  ['head', {},                    'head', /run dd-hash --head before/],
  ['head', { ...HASH, ...SHA1 },  'head', /run dd-hash --head before/],
  ['head', HEAD,                  'algo', /the algorithm that made "head"/],
  ['hash', {},                    'hash', /run dd-hash before/],
  ['hash', { ...HEAD, ...SHA1 },  'hash', /run dd-hash before/],
  ['hash', HASH,                  'algo', /the algorithm that made "hash"/],
]

for (const [by, fields, field, says] of bad)
  t.test(`by ${by} of ${Object.keys(fields).join()} is refused`, async (t) => {
    const facts = factsOf(file('/a', fields))
    t.throws(() => groupKey(facts, by), { field, message: says })
  })
