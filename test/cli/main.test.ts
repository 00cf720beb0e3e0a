import { Readable, Writable } from 'node:stream'
import t from 'tap'
import { command } from '../../lib/cli/command.js'
import { Interrupted, UsageError } from '../../lib/cli/exit.js'
import { requirePipe, run, signalNumber, type Body } from '../../lib/cli/main.js'
import { progress } from '../../lib/cli/progress.js'
import { BadInput } from '../../lib/record/fault.js'
import { BadRecord } from '../../lib/record/shape.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { writeAll } from '../../lib/stream/write-lines.js'
import { errno } from '../helper/apply-run.js'
import { madeTerminal } from '../helper/made-terminal.js'
import { fakeStd } from '../helper/std.js'

const flags = () => command('dd-x', 'does x').option('--apply', 'do it')

async function runs(body: Body<object>, argv: readonly string[] = []) {
  const std = fakeStd(argv)
  const status = await run(flags(), body, std)
  return { status, ...std.said() }
}

const system = (code: string, path: string) => Object.assign(errno(code), { syscall: 'open', path })

// prettier-ignore
const endings: [name: string, error: unknown, status: number, err: string][] = [
  ['usage',          new UsageError('no pipe'),        2,   "dd-x: usage: no pipe\nTry 'dd-x --help' or 'man dd-x'.\n"],
  ['a bad line',     new BadLine(7, 'not JSON'),       3,   'dd-x: stdin: line 7: not JSON\n'],
  ['a bad record',   new BadRecord('size', 'digits'),  3,   'dd-x: stdin: field "size": expected digits\n'],
  ['bad input',      new BadInput('damaged'),          3,   'dd-x: refused: damaged\n'],
  ['a full disk',    errno('ENOSPC'),                  4,   'dd-x: stopped: no space left on device\n'],
  ['too much open',  system('EMFILE', '/a'),           4,   'dd-x: stopped: too many open files: `ulimit -n` allows no more\n'],
  ['a named file',   system('EEXIST', '/a\nb'),        4,   'dd-x: open "/a\\u{a}b": exists already\n'],
  ['a name of ours', system('EIO', '/proc/self/fd/7/x'), 4, 'dd-x: stopped: input/output error\n'],
  ['a defect',       new TypeError('x is\nnothing'),   4,   'dd-x: stopped: x is\\u{a}nothing\n'],
  ['a signal',       new Interrupted(2, 'half done'),  130, 'dd-x: interrupted: half done\n'],
  ['SIGTERM',        new Interrupted(15, 'half done'), 143, 'dd-x: interrupted: half done\n'],
  ['a reader left',  errno('EPIPE'),                   0,   ''],
]

for (const [name, error, status, err] of endings)
  t.test(name, async (t) => {
    const body = async () => {
      throw error
    }
    t.strictSame(await runs(body), { status, out: '', err })
  })

t.test('a standard stream that fails is named', async (t) => {
  const error = errno('EIO')
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(error) })
  const write: Body<object> = ({ stdout }) => writeAll(stdout, 'x')
  const written = { ...fakeStd(), stdout }
  t.equal(await run(flags(), write, written), 4)
  t.equal(written.said().err, 'dd-x: write standard output: input/output error\n')
  const stdin = new Readable({ read: () => void stdin.destroy(error) })
  const read: Body<object> = async ({ stdin }) => {
    for await (const _ of stdin);
  }
  const asked = { ...fakeStd(), stdin }
  t.equal(await run(flags(), read, asked), 4)
  t.equal(asked.said().err, 'dd-x: read standard input: input/output error\n')
})

t.test('one bad input of many', async (t) => {
  const ran = await runs(async ({ fault, note, stdout }) => {
    fault({ doing: 'read', path: { path: '/a' }, cause: errno('EACCES') })
    note('still\x1bhere')
    await writeAll(stdout, 'result\n')
  })
  const err = 'dd-x: read "/a": permission denied\ndd-x: still\\u{1b}here\n'
  t.strictSame(ran, { status: 1, out: 'result\n', err })
})

t.test('that too much is open is no fault of an input, but an end', async (t) => {
  for (const code of ['EMFILE', 'ENFILE']) {
    const { status, out, err } = await runs(async ({ fault, stdout }) => {
      fault({ doing: 'read', path: { path: '/a' }, cause: errno(code) })
      await writeAll(stdout, 'result\n')
    })
    t.strictSame({ status, out }, { status: 4, out: '' })
    t.match(err, /^dd-x: stopped: too many open files.*\n$/)
  }
})

t.test('a reader that leaves does not hide that an input was bad', async (t) => {
  const ran = await runs(async ({ fault }) => {
    fault({ doing: 'read', cause: 'why' })
    throw errno('EPIPE')
  })
  t.equal(ran.status, 1)
})

t.test('an unknown flag is refused before anything runs', async (t) => {
  const ran = await runs(async () => void t.fail('it ran'), ['--aply'])
  t.match(ran, {
    status: 2,
    out: '',
    err: /^dd-x: usage: unknown option '--aply' \(Did you mean --apply\?\)\n/,
  })
})

t.test('a file too many for who reads standard input', async (t) => {
  for (const [input, err] of [
    ['ls | dd-x', 'dd-x: usage: too many arguments: it reads standard input: ls | dd-x\n'],
    [undefined, 'dd-x: usage: too many arguments. Expected 0 arguments but got 1.\n'],
  ] as const) {
    const std = fakeStd(['list'])
    const body = async () => void t.fail('it ran')
    t.equal(await run(command('dd-x', 'does x', input), body, std), 2)
    t.equal(std.said().err, `${err}Try 'dd-x --help' or 'man dd-x'.\n`)
  }
})

t.test('flags and operands arrive', async (t) => {
  const withOperands = flags().argument('[names...]')
  const std = fakeStd(['--apply', 'a', '--', '--b'])
  const status = await run(
    withOperands,
    async ({ options, operands, commandLine }) => {
      t.strictSame(options, { apply: true })
      t.strictSame(operands, ['a', '--b'])
      t.strictSame(commandLine, ['dd-x', '--apply', 'a', '--', '--b'])
    },
    std,
  )
  t.equal(status, 0)
})

for (const [flag, out] of [
  ['--help', /^Usage: dd-x \[options\]\n\ndoes x\n/],
  ['--version', /^\d+\.\d+\.\d+\n$/],
] as const)
  t.test(`${flag} is for stdout`, async (t) => {
    t.match(await runs(async () => void t.fail('it ran'), [flag]), { status: 0, out, err: '' })
  })

for (const [code, status, err] of [
  ['ENOSPC', 4, 'dd-x: write standard output: no space left on device\n'],
  ['EPIPE', 0, ''],
] as const)
  for (const flag of ['--help', '--version'])
    t.test(`${flag} that cannot be written: ${code}`, async (t) => {
      const stdout = new Writable({ write: (_chunk, _encoding, done) => done(errno(code)) })
      const std = { ...fakeStd([flag]), stdout }
      t.equal(await run(flags(), async () => void t.fail('it ran'), std), status)
      t.equal(std.said().err, err)
    })

t.test('what is said while a bar is drawn has its own line', async (t) => {
  const { stderr, text } = madeTerminal(true)
  const body: Body<object> = async ({ fault, note, stderr }) => {
    const { tick, stop } = progress(stderr, true, 'walking')
    for (const say of [() => note('a note'), () => fault({ doing: 'read', cause: 'no' })]) {
      tick(1)
      say()
    }
    stop()
  }
  t.equal(await run(flags(), body, { ...fakeStd(), stderr }), 1)
  for (const said of ['a note', 'read: no']) t.match(text(), `\x1b[1G\x1b[2Kdd-x: ${said}\n`)
})

t.test('a stderr that breaks changes nothing', async (t) => {
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done(errno('ENOSPC')) })
  const std = { ...fakeStd(), stderr }
  t.equal(await run(flags(), async ({ note }) => note('lost'), std), 0)
  await new Promise(setImmediate)
})

t.test('a stream that is not the real stdin is a pipe', async (t) => {
  t.doesNotThrow(() => requirePipe(fakeStd().stdin, 'pipe in'))
})

t.test('numbers of signals', async (t) => {
  t.strictSame(
    [signalNumber('SIGINT'), signalNumber('SIGTERM'), signalNumber('SIGHUP')],
    [2, 15, 1],
  )
})
