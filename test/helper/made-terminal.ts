// A terminal on stderr that keeps what is written to it.
import { Writable } from 'node:stream'

export function madeTerminal(isTTY: boolean): { stderr: Writable; text: () => string } {
  let text = ''
  const write = (chunk: Buffer, _: string, done: () => void) => {
    text += chunk
    done()
  }
  const terminal = { isTTY, columns: 200, cursorTo: () => true, clearLine: () => true }
  return { stderr: Object.assign(new Writable({ write }), terminal), text: () => text }
}
