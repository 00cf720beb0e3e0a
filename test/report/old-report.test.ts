import t from 'tap'
import { OldReport } from '../../lib/report/old-report.js'
import { file } from '../helper/records.js'

/** Marks and names only; the rest of a line has its own test. */
function brief(lines: Iterable<string>): string[] {
  return [...lines].map((line) => line.replace(/^ ([=X]).{31}  /, '$1 '))
}

const rest = (report: OldReport) => brief([...report.rest()].flat())
const of = (path: string, size = 4096) => file(path, { size })

t.test('empty files come at once, below one heading', async (t) => {
  const report = new OldReport()
  t.strictSame(brief(report.empty(of('/b', 0))), ['Empty files:', 'X /b'])
  t.strictSame(brief(report.empty(of('/a', 0))), ['X /a'])
  t.strictSame(rest(report), [])
})

t.test('incompletes: largest first', async (t) => {
  const report = new OldReport()
  const whole = of('/w', 9)
  report.incomplete(whole, of('/small', 1))
  report.incomplete(of('/large', 10), of('/p', 1))
  report.incomplete(whole, of('/z', 2))
  report.incomplete(whole, of('/a', 2))
  report.incomplete(of('/v', 9), of('/q', 1))
  t.strictSame(rest(report), [
    ...['Incompletes:', '= /large', 'X /p'],
    ...['', '= /v', 'X /q'],
    ...['', '= /w', 'X /a', 'X /z', 'X /small'],
  ])
})

t.test('duplicates: shortest name first, after all names of what is kept', async (t) => {
  const report = new OldReport()
  const kept = of('/k')
  report.duplicate(kept, of('/longer'))
  report.duplicate(kept, of('/b'))
  report.duplicate(kept, of('/a'))
  report.hardLink(kept, of('/kept too'))
  report.duplicate(of('/l', 5000), of('/c', 5000))
  t.strictSame(rest(report), [
    ...['Duplicates:', '= /l', 'X /c'],
    ...['', '= /k', '= /kept too', 'X /a', 'X /b', 'X /longer'],
  ])
})

t.test('one path on two machines is two files', async (t) => {
  const report = new OldReport()
  report.duplicate(of('/k'), of('/a'))
  report.duplicate({ ...of('/k'), host: 'nas1' }, { ...of('/a'), host: 'nas1' })
  t.strictSame(rest(report), ['Duplicates:', '= /k', 'X /a', '', '= nas1:/k', 'X nas1:/a'])
})

t.test('names of one file are no duplicates', async (t) => {
  const report = new OldReport()
  report.hardLink(of('/a'), of('/b'))
  t.strictSame(rest(report), [])
})

t.test('sections follow each other without a blank line', async (t) => {
  const report = new OldReport()
  report.duplicate(of('/a'), of('/b'))
  report.incomplete(of('/c'), of('/d', 1))
  t.strictSame(rest(report), ['Incompletes:', '= /c', 'X /d', 'Duplicates:', '= /a', 'X /b'])
})

t.test('many sets come in pieces, with one heading', async (t) => {
  const report = new OldReport()
  for (let i = 0; i < 1000; i++) report.duplicate(of(`/a${i}`), of(`/b${i}`))
  const pieces = [...report.rest()].filter((lines) => lines.length > 0)
  t.ok(pieces.length > 1)
  const lines = pieces.flat()
  t.equal(lines.length, 3000)
  t.equal(lines[0], 'Duplicates:')
  t.equal(lines.filter((line) => line === '').length, 999)
})
