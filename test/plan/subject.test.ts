import t from 'tap'
import { parseSubject } from '../../lib/plan/subject.js'
import { HERE } from '../../lib/record/host.js'
import { group } from '../helper/plan.js'
import { file } from '../helper/records.js'

const whole = file('/whole', { size: 9 })
const partial = {
  type: 'partial',
  file: file('/part', { size: 4 }),
  of: whole,
  bytes: 4,
  confidence: 'high',
  hints: [],
}
const zeros = { ...partial, file: file('/part', { size: 40 }) }
const empty = { type: 'empty', file: file('/e', { size: 0 }) }

const copied = { ...partial, copies: [whole, file('/copy', { size: 9 })] }
const shorter = { ...zeros, of: file('/w', { size: 4 }) }

const namesake = { ...partial, of: file('/part', { size: 9, host: 'nas' }) }

for (const record of [
  group([file('/a'), file('/b')]),
  partial,
  namesake,
  zeros,
  shorter,
  copied,
  empty,
])
  t.test(`${record.type} is taken as it is`, async (t) => {
    t.equal(parseSubject(record), record)
  })

// prettier-ignore
const bad: [name: string, record: unknown, message: string][] = [
  ['a file',                      file('/a'),                                  'field "type": expected "group", "partial" or "empty": pipe "file" through dd-group first'],
  ['a step',                      { type: 'step' },                            'field "type": expected "group", "partial" or "empty", as dd-group or dd-prefix writes it'],
  ['no type',                     {},                                          'field "type": expected "group", "partial" or "empty"'],
  ['an array',                    [],                                          'expected a JSON object'],
  ['null',                        null,                                        'expected a JSON object'],
  ['a group of unequal sizes',    group([file('/a', { size: 1 })]),            'field "files[0].size": expected "4096"'],
  ['a partial of an equal size',  { ...partial, of: file('/w', { size: 4 }) }, 'field "of.size": expected more than file.size'],
  ['a partial of itself',         { ...partial, of: file('/part', { size: 9 }) }, 'field "of.path": expected another name than file.path'],
  ['also where the record names this machine', { ...partial, of: file('/part', { size: 9, host: HERE }) }, 'field "of.path": expected another name than file.path'],
  ['a partial of one of its copies', { ...partial, copies: [whole, file('/part', { size: 9 })] }, 'field "copies[1].path": expected another name than file.path'],
  ['more bytes than the file has', { ...partial, bytes: 5 },                   'field "bytes": expected from 1 to file.size'],
  ['no byte at all',              { ...zeros, bytes: 0 },                      'field "bytes": expected from 1 to file.size'],
  ['zeros behind more than there is', { ...zeros, bytes: 10 },                 'field "of.size": expected at least bytes'],
  ['an empty file of 1 byte',     { ...empty, file: file('/e', { size: 1 }) }, 'field "file.size": expected "0"'],
]

for (const [name, record, message] of bad)
  t.test(`${name} is refused`, async (t) => {
    t.throws(() => parseSubject(record), { message })
  })
