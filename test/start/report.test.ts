import t from 'tap'
import { file } from '../helper/records.js'
import { script } from '../helper/script.js'

const { report } = await script('start/report.mjs')
const { Summary } = await script('start/summary.mjs')

function text(groups: object[][], dirs = ['Photos'], installed = true): string {
  const summary = new Summary()
  summary.files = 12345
  for (const files of groups) summary.add({ type: 'group', size: 4096, files })
  return report(summary, dirs, installed)
}

t.test('hard links are names', async (t) => {
  const summary = Object.assign(new Summary(), { files: 3, names: 1006 })
  const said = report(summary, ['x'], true)
  t.match(
    said,
    /^Looked at 3 files under 1,006 names below "x"\.\nNo two of these files have the same/,
  )
})

t.test('nothing found', async (t) => {
  const said = text([])
  t.match(said, 'Looked at 12,345 files below "Photos".')
  t.match(said, 'Nothing was changed')
  t.notMatch(said, 'dd-plan')
})

// prettier-ignore
const cases: [name: string, said: string, want: string | RegExp][] = [
  ['counts',                  text([[file('/a'), file('/b')]]),                 '1 group of files with the same content: 1 copy too many.'],
  ['bytes',                   text([[file('/a'), file('/b')]]),                 '4.0 KiB could be freed'],
  ['one group',               text([[file('/a'), file('/b')]]),                 'The groups:'],
  ['names, escaped',          text([[file('/a\n'), file('/b\x1b')]]),           '"/a\\u{a}"\n    "/b\\u{1b}"'],
  ['the next command',        text([[file('/a'), file('/b')]]),                 /^ {2}dd-dupes Photos \| dd-plan hardlink \|/m],
  ['operands, quoted',        text([[file('/a'), file('/b')]], ['a b', '$x']),  "dd-dupes 'a b' '$x' |"],
  ['operands like flags',     text([[file('/a'), file('/b')]], ['-rf']),        'dd-dupes -- -rf |'],
  ['other disks',             text([[file('/a'), file('/b', { dev: '2' })]]),   '4.0 KiB more'],
  ['where commands are from', text([[file('/a'), file('/b')]], ['x'], false),   'npm install -g .'],
]

for (const [name, said, want] of cases)
  t.test(name, async (t) => {
    t.match(said, want)
    t.match(said, 'Nothing was changed')
  })
