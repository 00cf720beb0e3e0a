import t from 'tap'
import { readFclones } from '../../lib/import/read-fclones.js'
import { imported } from '../helper/foreign.js'

const HASH = 'ab'.repeat(32)

const json = (dir: string, names: string[], ...flags: string[]) =>
  JSON.stringify({
    header: { version: '0.35.0', command: ['fclones', 'group', ...flags], base_dir: dir },
    groups: [{ file_len: 1, file_hash: HASH, files: names }],
  })
const text = (dir: string, names: string[], ...flags: string[]) =>
  `# Report by fclones 0.35.0\n# Command: fclones group ${flags.join(' ')}\n# Base dir: ${dir}\n` +
  `${HASH}, 1 B (1 B) * ${names.length}:\n${names.map((name) => `    ${name}\n`).join('')}`
const csv = (_: string, names: string[]) =>
  `size,hash,count,files\n1,${HASH},${names.length},${names.join(',')}\n`

for (const [name, form] of Object.entries({ json, text, csv }))
  t.test(`${name}: sets as groups`, async (t) => {
    const dir = t.testdir({ a: '!', 'n\nl': '!', four: 'four' })
    const found = await imported(
      readFclones,
      form(
        dir,
        ['n\\nl', 'four', 'a'].map((name) => `${dir}/${name}`),
      ),
      dir,
      '',
    )
    t.strictSame(found.groups, ['n\nl a'])
    t.equal(found.said.length, 1)
  })

for (const [name, form] of Object.entries({ json, text })) {
  t.test(`${name}: relative paths count from its directory`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    t.strictSame((await imported(readFclones, form(dir, ['b', 'a']), dir, '')).groups, ['b a'])
  })

  t.test(`${name}: a digest of ours is kept`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    const report = form(dir, ['b', 'a'], '--hash-fn', 'blake3')
    t.strictSame((await imported(readFclones, report, dir)).groups, ['blake3 b a'])
  })

  t.test(`${name}: transformed files are refused`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    const report = form(dir, ['b', 'a'], '--transform', 'cat')
    await t.rejects(imported(readFclones, report, dir), { message: /--transform/ })
  })
}

t.test('nothing', async (t) => {
  t.strictSame(await imported(readFclones, '', '/'), { groups: [], said: [] })
})
