// A group whose line is longer than any string can be: all that read groups take it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { file } from '../helper/records.js'
import { BIN } from '../helper/run.js'

const FILES = 150_000
const DIR = `/${'n'.repeat(250)}`.repeat(15)

/** A line of more than 600 MiB. */
function* line(): Generator<string> {
  yield '{"type":"group","size":4096,"hash":"ab12","algo":"blake3","files":['
  for (let i = 0; i < FILES; i += 100) {
    const files = Array.from({ length: 100 }, (_, j) => file(`${DIR}/${i + j}`))
    yield (i === 0 ? '' : ',') + files.map((one) => JSON.stringify(one)).join(',')
  }
  yield ']}\n'
}

/** Lines that come out, and how many of them have a text; the status. */
async function lines(args: readonly string[], text: string) {
  const [name, ...rest] = args
  const child = spawn(process.execPath, [join(BIN, `${name}.js`), ...rest], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  let [found, having, last] = [0, 0, '']
  const read = async () => {
    for await (const chunk of child.stdout) {
      const all = (last + chunk.toString('latin1')).split('\n')
      last = all.pop()!
      found += all.length
      for (const one of all) if (one.includes(text)) having++
    }
  }
  await Promise.all([pipeline(Readable.from(line()), child.stdin), read()])
  return { found, having, status: await ended }
}

t.test('dd-plan: one copy stays', async (t) => {
  const keeper = `,"keep":${JSON.stringify(file(`${DIR}/0`)).split(',"root"')[0]}`
  const steps = FILES - 1
  t.strictSame(await lines(['dd-plan', '-q', 'delete'], keeper), { found: steps, having: steps, status: 0 }) // prettier-ignore
})

// prettier-ignore
const formats: [format: string, found: number][] = [
  ['text',   FILES + 5],
  ['csv',    FILES + 1],
  ['jdupes', FILES + 13],
]

for (const [format, found] of formats)
  t.test(`dd-report --format ${format}`, async (t) => {
    const told = await lines(['dd-report', '--format', format], DIR)
    t.strictSame(told, { found, having: FILES, status: 0 })
  })
