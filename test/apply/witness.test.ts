import { chmodSync, chownSync, readdirSync } from 'node:fs'
import t from 'tap'
import type { Row } from '../../lib/apply/journal-row.js'
import { encodeRows, HEADER } from '../../lib/apply/journal-row.js'
import { Witness } from '../../lib/apply/witness.js'
import type { Xattrs } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { row } from '../helper/rows.js'
import { Scratch, step } from '../helper/scratch.js'

const HASH = 'ab'.repeat(32)
const CAP: Xattrs = [['security.capability', 'eA==']]

const told: Partial<Row> = {
  ...{
    filepath: '/prog',
    status: 'DELETED',
    size: '4096',
    mode: String(0o104755),
    uid: '0',
    gid: '7',
  },
  ...{ mtimeNs: '5', hash: `blake3:${HASH}`, xattrs: JSON.stringify(CAP) },
}

type Change = {
  file?: object
  row?: Partial<Row>
  rows?: Row[]
  step?: object
  journal?: (s: Scratch) => unknown
}

// prettier-ignore
const sights: [name: string, change: Change, saw: boolean][] = [
  ['exactly this',                {},                                                          true],
  ['an attribute made it so',     { file: { mode: 0o100755 }, row: { mode: String(0o100755) } }, true],
  ['another mode',                { file: { mode: 0o106755 } },                                false],
  ['another owner',               { file: { uid: 7 } },                                        false],
  ['another group',               { file: { gid: 0 } },                                        false],
  ['another size',                { file: { size: 4095 } },                                    false],
  ['another time',                { file: { mtimeNs: '6' } },                                  false],
  ['another name',                { file: { path: '/other' } },                                false],
  ['other content',               { step: { hash: 'cd'.repeat(32) } },                         false],
  ['content that nobody knows',   { step: { hash: undefined, algo: undefined }, row: { hash: '' } }, false],
  ['no content at all',           { file: { size: 0 }, row: { size: '0', hash: '' }, step: { hash: undefined, algo: undefined } }, true],
  ['zeros at its end',            { step: { bytes: 7 } },                                      false],
  ['other attributes',            { step: { xattrs: [['security.capability', 'eQ==']] } },     false],
  ['unknown attributes',          { step: { xattrs: undefined } },                             false],
  ['no journal',                  { step: { journal: undefined } },                            false],
  ['a journal that is not there', { journal: (s) => s.remove('journal') },                     false],
  ['that others may write to',    { journal: (s) => chmodSync(s.at('journal'), 0o620) },       false],
  ['that is none',                { journal: (s) => s.write('journal', 'filepath\n') },        false],
  ['that is a directory',         { journal: (s) => [s.remove('journal'), s.write('journal/x')] }, false],
  ['with a step that has no end', { row: { status: 'PENDING' } },                              false],
  ['with a step that was refused', { row: { status: 'SKIPPED' } },                             false],
]

function saw({ file: facts, row: fields, step: more, journal }: Change, scratch: Scratch): boolean {
  const said = row({ ...told, ...fields })
  scratch.write('journal', Buffer.concat([Buffer.from(HEADER), encodeRows([said])]))
  chmodSync(scratch.at('journal'), 0o600)
  journal?.(scratch)
  const made = file('/prog', { mode: 0o104755, uid: 0, gid: 7, mtimeNs: '5', ...facts })
  const names = { journal: { path: `${scratch.root}/journal` } }
  const content = { algo: 'blake3', hash: HASH, xattrs: CAP }
  return new Witness().saw(step('copy', made, file('/keep'), { ...content, ...names, ...more }))
}

for (const [name, change, expected] of sights)
  t.test(name, async (t) => t.equal(saw(change, new Scratch(t)), expected))

t.test(
  'no journal stays open',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async (t) => {
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    saw({}, new Scratch(t))
    t.equal(open(), before)
  },
)

const notRoot = process.getuid?.() === 0 ? false : 'only root may give files away'

t.test('a journal of another user', { skip: notRoot }, async (t) => {
  const journal = (s: Scratch) => chownSync(s.at('journal'), 65534, 0)
  t.equal(saw({ journal }, new Scratch(t)), false)
})
