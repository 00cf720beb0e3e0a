import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { Runs } from '../../lib/group/runs.js'
import { Contents, frameOf, nameOf } from '../helper/frames.js'
import { file } from '../helper/records.js'

const contents = new Contents()
const frame = (path: string, more = '') => frameOf(contents.of({ ...file(path), more } as never))

// prettier-ignore
const cases: [what: string, names: string[][], more: number][] = [
  ['one run',                        [['/a', '/b']],                  0],
  ['three runs',                     [['/a', '/b'], ['/c'], ['/d']],  0],
  ['no run',                         [],                              0],
  ['frames that fill the buffer',    [['/a', '/b', '/c'], ['/d']],    100_000],
  ['frames larger than the buffer',  [['/a', '/b'], ['/c']],          300_000],
]

for (const [what, names, more] of cases)
  t.test(what, async (t) => {
    const runs = new Runs(() => new TempFile())
    for (const run of names) {
      runs.begin()
      for (const name of run) runs.add(frame(name, 'x'.repeat(more)))
    }
    for (const time of ['once', 'twice']) {
      const found = runs.readers(1).map((reader) => {
        const seen: string[] = []
        while (reader.next()) seen.push(nameOf(reader))
        return seen
      })
      t.strictSame(found, names, time)
    }
    runs.close()
  })

t.test('a file that cannot be written to says so', async (t) => {
  const full = () =>
    new TempFile('/there', {
      open: () => 7,
      read: () => 0,
      write: () => {
        throw new Error('no space')
      },
      close: () => {},
    })
  const runs = new Runs(full)
  runs.begin()
  runs.add(frame('/a'))
  t.throws(() => runs.begin(), /"\/there".*no space/)
})
