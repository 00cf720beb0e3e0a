// A person at a terminal: a pseudo terminal of its own for a line of shell, and an answer to a question.
import { spawn } from 'node:child_process'
import { commandDir, without } from './commands.js'
import { finish, type Ran } from './run.js'

export const WITHOUT_TERMINAL = without('python3')

/** What is typed when the question is there; all that was shown goes to stdout, CR LF as LF. */
const PERSON = `
import os, pty, sys
answer = bytes.fromhex(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp('bash', ['bash', '-c', sys.argv[2]])
shown, answered = b'', False
while True:
    try:
        some = os.read(terminal, 65536)
    except OSError:
        break
    if not some:
        break
    shown += some
    if not answered and b'N] ' in shown:
        answered = True
        os.write(terminal, answer)
sys.stdout.buffer.write(shown.replace(b'\\r\\n', b'\\n'))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) % 256)
`

/** Run a line of shell at a terminal. @param answer bytes: `\x04` is end of file, `\x03` Ctrl-C */
export async function atTerminal(
  line: string,
  answer: string | Buffer,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  const { dir, remove } = commandDir()
  const { NODE_OPTIONS: _, ...bare } = env
  const hex = (typeof answer === 'string' ? Buffer.from(answer) : answer).toString('hex')
  const child = spawn('python3', ['-c', PERSON, hex, line], {
    env: { ...bare, PATH: `${dir}:${env.PATH}` },
    timeout: 300_000,
  })
  return finish(child, '').finally(remove)
}
