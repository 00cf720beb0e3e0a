import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { FileFinder } from '../../lib/import/find-file.js'
import { JDUPES } from '../../lib/import/jdupes-notation.js'
import { pathBytes } from '../../lib/record/path.js'

/** A tree of files of one byte, named in Latin-1 so that names can be any bytes. */
function tree(dir: string, ...names: string[]): void {
  for (const name of names) {
    const parts = name.split('/').slice(0, -1)
    mkdirSync(Buffer.from(`${dir}/${parts.join('/')}`, 'latin1'), { recursive: true })
    writeFileSync(Buffer.from(`${dir}/${name}`, 'latin1'), '!')
  }
}

const utf8 = (text: string) => Buffer.from(text).toString('latin1')

// prettier-ignore
const cases: [name: string, files: string[], printed: string, want: string | RegExp][] = [
  ['a plain name',                              ['a'],                      'a',              'a'],
  ['with . and ..',                             ['a'],                      './x/../a',       'a'],
  ['a code point',                              [utf8('é')],                'é',              utf8('é')],
  ['the byte of its number',                    ['\xe9'],                   'é',              '\xe9'],
  ['either, and only one is there',             [utf8('é'), 'e'],           'é',              utf8('é')],
  ['either, and both are there',                [utf8('é'), '\xe9'],        'é',              /two files have names/],
  ['UTF-8 as it is',                            [utf8('…é')],               utf8('…é'),       utf8('…é')],
  ['that byte after a filter that writes UTF-8', ['\xe9'],                  utf8('é'),        '\xe9'],
  ['a directory with such a name',              ['\xe9/a'],                 'é/a',            '\xe9/a'],
  ['a byte that jdupes drops',                  ['a\x80b'],                 'ab',             'a\x80b'],
  ['unless the name is there',                  ['a\x80b', 'ab'],           'ab',             'ab'],
  ['two bytes that jdupes drops',               ['a\x80b', 'a\x81b'],       'ab',             /two files have names/],
  ['a lead byte that eats what follows',        ['\xe9.txt'],               '\u9bb4xt',       '\xe9.txt'],
  ['in a directory',                            ['d/\xe9.txt'],             'd/\u9bb4xt',     'd/\xe9.txt'],
  ['a directory that jdupes prints as another', ['\xe9.txt/a'],             '\u9bb4xt/a',     '\xe9.txt/a'],
  ['such a directory in such a directory',      ['a\x80b/c\x80d/e'],        'ab/cd/e',        'a\x80b/c\x80d/e'],
  ['U+FFFF',                                    [utf8('\uffff')],           '\udbff\udfff',   utf8('\uffff')],
  ['half a surrogate pair',                     ['\xed\xa0\x80'],           '\ud800',         '\xed\xa0\x80'],
  ['mixed, by the versions that print bytes',   [utf8('é') + '\xe9'],       'éé',             utf8('é') + '\xe9'],
  ['the same, after such a filter',             ['\xe9.txt'],               utf8('\u9bb4xt'), '\xe9.txt'],
  ['nothing there',                             ['a'],                      'b',              /ENOENT/],
  ['no directory there',                        ['a'],                      'b/c',            /ENOENT/],
  ['a file for a directory',                    ['a'],                      'a/b',            /ENOTDIR/],
  ['a directory',                               ['a/b'],                    'a',              /not a regular file/],
  ['no name',                                   ['a'],                      '',               /not the name of a file/],
  ['a NUL',                                     ['a'],                      'a\0',            /not the name of a file/],
]

for (const [name, files, printed, want] of cases)
  t.test(name, async (t) => {
    const dir = t.testdir()
    tree(dir, ...files)
    for (const typed of [printed, printed && `${dir}/${printed}`]) {
      const find = () => new FileFinder(JDUPES, Buffer.from(dir)).find(typed, 1)
      if (typeof want !== 'string') t.throws(find, { message: want })
      else t.equal(pathBytes(find()).toString('latin1'), `${dir}/${want}`)
    }
  })

t.test('a file of another size is not the one', async (t) => {
  const dir = t.testdir({ a: 'four' })
  const finder = new FileFinder(JDUPES, Buffer.from(dir))
  t.equal(finder.find('a', 4).size, 4)
  t.throws(() => finder.find('a', 5), { message: 'has 4 bytes now, and had 5 when jdupes saw it' })
})

t.test('the size tells two names apart', async (t) => {
  const dir = t.testdir()
  tree(dir, '\xe9')
  writeFileSync(`${dir}/é`, 'four')
  t.equal(new FileFinder(JDUPES, Buffer.from(dir)).find('é', 4).path, `${dir}/é`)
  t.equal(
    pathBytes(new FileFinder(JDUPES, Buffer.from(dir)).find('é', 1)).toString('latin1'),
    `${dir}/\xe9`,
  )
})

t.test('a symlink is not followed to the file, but on the way to it', async (t) => {
  const dir = t.testdir({ a: '!', d: { b: '!' } })
  symlinkSync('a', `${dir}/link`)
  symlinkSync('d', `${dir}/e`)
  const finder = new FileFinder(JDUPES, Buffer.from(dir))
  t.throws(() => finder.find('link', 1), { message: 'not a regular file' })
  t.equal(finder.find('e/b', 1).path, `${dir}/e/b`)
})
