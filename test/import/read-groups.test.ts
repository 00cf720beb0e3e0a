import t from 'tap'
import { readGroups } from '../../lib/import/read-groups.js'
import { record } from '../../lib/record/shape.js'
import { chunksOf } from '../helper/bytes.js'

async function read(text: string, dir: string) {
  const options = { base: Buffer.from(dir), fault: () => {}, note: () => {} }
  const found: unknown[] = []
  const parse = (value: unknown) => record(value)
  for await (const batch of readGroups(chunksOf(text, 10), parse, options)) found.push(...batch)
  return found
}

t.test('lines of records go through the parser', async (t) => {
  const dir = t.testdir()
  t.strictSame(await read('{"a":1}\n\n{"a":2}\n', dir), [{ a: 1 }, { a: 2 }])
  t.strictSame(await read('', dir), [])
  await t.rejects(read('{"a":1}\n[]\n', dir), {
    message: 'line 2: expected a JSON object on each line',
  })
  await t.rejects(read('{"a":1}', dir), { message: 'line 1: cut short: no newline at its end' })
})

t.test('the JSON of jdupes becomes groups', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const set = { fileSize: 1, fileList: [{ filePath: 'a' }, { filePath: 'b' }] }
  const text = JSON.stringify({ matchSets: [set] })
  t.match(await read(text, dir), [{ type: 'group', size: 1, files: [{ path: `${dir}/a` }, {}] }])
})
