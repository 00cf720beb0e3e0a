// A real terminal, of a process of its own, since that of the tests is none.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { without } from '../helper/commands.js'
import { atTerminal, WITHOUT_TERMINAL } from '../helper/terminal.js'
import { finish } from '../helper/run.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/terminal.js')

/** Asks, and says on stdout what it got. */
const asks = (more = '') => `
import { openTerminal } from '${MODULE}'
const stop = new AbortController()
${more}
const said = openTerminal().ask('well? [y/N] ', stop.signal)
said.then((line) => console.log('got ' + JSON.stringify(line ?? null)), (error) => console.log('error ' + error.message))
`

const RUN = `'${process.execPath}' --input-type=module -e "$SCRIPT" < /dev/null; echo status $?`

const ask = async (answer: string | Buffer, more = '', run = RUN) =>
  (await atTerminal(run, answer, { ...process.env, SCRIPT: asks(more) })).stdout

const skip = WITHOUT_TERMINAL

// prettier-ignore
const cases: [name: string, typed: string, want: RegExp][] = [
  ['a line',                          'a\n',          /^well\? \[y\/N\] a\ngot "a"\nstatus 0\n$/],
  ['an empty line',                   '\n',           /^well\? \[y\/N\] \ngot ""\nstatus 0\n$/],
  ['blanks are kept',                 ' a \n',        /got " a "\n/],
  ['two lines: the first',            'a\nb\n',       /got "a"\n/],
  ['any characters',                  'ä😀\n',        /got "ä😀"\n/],
  ['corrected while typing',          'nah\x15a\n',   /got "a"\n/],
  ['end of file',                     '\x04',         /\[y\/N\] \ngot null\nstatus 0\n$/],
  ['end of file inside a line',       'a\x04\x04',    /\[y\/N\] a\ngot null\n/],
]

for (const [name, typed, want] of cases)
  t.test(name, { skip }, async (t) => {
    t.match(await ask(typed), want)
  })

t.test('a character that comes in two parts', { skip }, async (t) => {
  t.match(await ask(Buffer.from('\xc3\x04\xa4\n', 'latin1')), /got "ä"\n/)
})

// Nobody is left who could bring it to the foreground: the kernel says EIO where it would stop others.
t.test('in the background, an orphan', { skip }, async (t) => {
  const orphan = `( set -m; PARENT=$BASHPID ${RUN.replace(';', '&')} ) | cat`
  const alone = `while (process.ppid === Number(process.env.PARENT)) await new Promise(setImmediate)`
  t.match(await ask('a\n', alone, orphan), /error read EIO\n/)
})

t.test('given up while nobody types', { skip }, async (t) => {
  const later = `setTimeout(() => stop.abort(new Error('no more')), 10)`
  t.match(await ask('', later), /^well\? \[y\/N\] \nerror no more\nstatus 0\n$/)
})

t.test('given up before', { skip }, async (t) => {
  t.match(await ask('', `stop.abort(new Error('no more'))`), /^error no more\nstatus 0\n$/)
})

t.test('there is none', { skip: without('setsid') }, async (t) => {
  const child = spawn('setsid', ['-w', process.execPath, '--input-type=module', '-e', asks()])
  t.match((await finish(child, '')).stderr, /ENXIO|ENOENT/)
})
