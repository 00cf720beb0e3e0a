import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import { PackedFiles } from '../../lib/stream/packed-files.js'
import { file } from '../helper/records.js'

function packed(...windows: FileRecord[][]): PackedFiles {
  const files = new PackedFiles()
  for (const records of windows) {
    const texts = records.map((record) => Buffer.from(JSON.stringify(record)).toString('latin1'))
    const starts = texts.map((_, i) => texts.slice(0, i).join(',').length + (i === 0 ? 0 : 1))
    files.add(texts.join(','), Uint32Array.from(starts))
  }
  return files
}

const [a, b, c] = [file('/a'), file('/\u00e9'), file('/c', { host: HERE })]
const there = file('/a', { host: `${HERE}2`.slice(-64) })

t.test('files are found again, one by one and all', async (t) => {
  const files = packed([a, b], [c])
  t.equal(files.length, 3)
  t.match([...files], [a, b, c])
  t.match([files.at(0), files.at(1), files.at(2)], [a, b, c])
  t.equal(files.at(3), undefined)
})

// prettier-ignore
const cases: [name: string, windows: FileRecord[][], areHere: boolean][] = [
  ['none',                          [],                                        true],
  ['files that name no machine',    [[a, b]],                                  true],
  ['files of this machine',         [[c, c], [a, c]],                          true],
  ['one of another',                [[a, there]],                              false],
  ['one of another among ours',     [[c, there, c]],                           false],
  ['one of another at first',       [[there], [c]],                            false],
  ['a name that looks like one',    [[file('/"host":"nas1"')]],                true],
]

for (const [name, windows, areHere] of cases)
  t.test(`all here? ${name}`, async (t) => {
    t.equal(packed(...windows).areHere, areHere)
  })
