// A command's surroundings, made up: what it reads, and what it says.
import { PassThrough, Readable } from 'node:stream'
import type { Std } from '../../lib/cli/main.js'

export type FakeStd = Std & { readonly said: () => { out: string; err: string } }

export function fakeStd(argv: readonly string[] = [], input = ''): FakeStd {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const text = (stream: PassThrough) => String(stream.read() ?? '')
  return {
    argv,
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout,
    stderr,
    said: () => ({ out: text(stdout), err: text(stderr) }),
  }
}
