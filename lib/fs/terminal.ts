import { openSync, writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'

/** The person at the keyboard, whatever stdin, stdout and stderr are. */
export type Terminal = {
  /**
   * Show a question and wait for one line; undefined: end of file before its end. To be asked once.
   * @throws the reason of `interrupted` when it is aborted; {NodeJS.ErrnoException} the terminal is gone
   */
  readonly ask: (question: string, interrupted: AbortSignal) => Promise<string | undefined>
}

/** @throws {NodeJS.ErrnoException} there is none: ENXIO, ENOENT */
export function openTerminal(): Terminal {
  const fd = openSync('/dev/tty', 'r+')
  return {
    ask: async (question, interrupted) => {
      interrupted.throwIfAborted()
      const keyboard = new ReadStream(fd)
      writeSync(fd, question)
      let line: string | undefined
      try {
        return (line = await lineFrom(keyboard, interrupted))
      } finally {
        if (line === undefined) endLine(fd)
        keyboard.destroy()
      }
    },
  }
}

/** So that what is said next does not follow the question. */
function endLine(fd: number): void {
  try {
    writeSync(fd, '\n')
  } catch {
    // the terminal is gone, and nobody sees it
  }
}

/** Not read to its end, so that a signal is answered while nobody types. */
function lineFrom(keyboard: ReadStream, interrupted: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let typed = ''
    keyboard.setEncoding('utf8')
    keyboard.on('data', (text: string) => {
      typed += text
      const end = typed.indexOf('\n')
      if (end !== -1) resolve(typed.slice(0, end))
    })
    keyboard.on('end', () => resolve(undefined))
    keyboard.on('error', reject)
    interrupted.addEventListener('abort', () => reject(interrupted.reason))
  })
}
