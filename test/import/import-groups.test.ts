import t from 'tap'
import { FORMATS, type Format } from '../../lib/import/guess-format.js'
import { importGroups } from '../../lib/import/import-groups.js'
import { imported } from '../helper/foreign.js'

const entry = (name: string) => ({ path: name, size: 1, hash: 'ab12' })
const rmlint = (path: string, is_original: boolean) => ({
  type: 'duplicate_file',
  path,
  size: 1,
  is_original,
})
const header = { version: '1', command: ['fclones'], base_dir: '/' }

/** The set of a and b as each of them writes it. */
const OUTPUTS: { readonly [format in Format]: string } = {
  jdupes: JSON.stringify({
    matchSets: [{ fileSize: 1, fileList: [{ filePath: 'a' }, { filePath: 'b' }] }],
  }),
  fdupes: 'a\nb\n\n',
  fclones: JSON.stringify({
    header,
    groups: [{ file_len: 1, file_hash: '61', files: ['a', 'b'] }],
  }),
  rmlint: JSON.stringify([
    { description: 'rmlint json-dump', cwd: '/', args: '' },
    rmlint('a', true),
    rmlint('b', false),
  ]),
  czkawka: JSON.stringify({ 1: [[entry('a'), entry('b')]] }),
  rdfind:
    '# Automatically generated\n# duptype id depth size device inode priority name\n' +
    'DUPTYPE_FIRST_OCCURRENCE 1 0 1 2 3 4 a\nDUPTYPE_WITHIN_SAME_TREE -1 0 1 2 3 4 b\n',
}

const read = (dir: string, text: string, format?: Format, nul = false) =>
  imported((input, options) => importGroups(input, { ...options, format, nul }), text, dir)

for (const format of FORMATS) {
  t.test(`--format ${format}`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    t.strictSame(await read(dir, OUTPUTS[format], format), { groups: ['a b'], said: [] })
  })

  t.test(`--format ${format}, and nothing to read`, async (t) => {
    for (const text of ['', '\n', ' \n\n'])
      t.strictSame(await read('/', text, format), { groups: [], said: [] })
  })

  t.test(`${format} without --format`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    const text = OUTPUTS[format]
    if (format === 'jdupes') t.strictSame((await read(dir, text)).groups, ['a b'])
    else if (format === 'fdupes')
      await t.rejects(read(dir, text), {
        message:
          'cannot tell what wrote this: give --format with jdupes, fdupes, fclones, rmlint, czkawka or rdfind',
      })
    else
      await t.rejects(read(dir, text), {
        message: `this looks like the output of ${format}: give --format ${format}`,
      })
  })

  t.test(`${format} as another format is refused`, async (t) => {
    const other = format === 'rdfind' ? 'rmlint' : 'rdfind'
    await t.rejects(read(t.testdir(), OUTPUTS[format], other), Error)
  })
}

t.test('nothing to read', async (t) => {
  t.strictSame(await read('/', ''), { groups: [], said: [] })
})

t.test('NUL', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  t.strictSame((await read(dir, 'a\0b\0', 'fdupes', true)).groups, ['a b'])
})
