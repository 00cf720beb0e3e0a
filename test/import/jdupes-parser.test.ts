import t from 'tap'
import { JdupesParser, type JdupesSet } from '../../lib/import/jdupes-parser.js'

const head = (version = '1.21.3') => `{
  "jdupesVersion": "${version}",
  "jdupesVersionDate": "2023-02-09",
  "commandLine": "jdupes -rj d",
  "extensionFlags": "fsdedup",
  "matchSets": [
`
const set = (size: number, ...paths: string[]) => `    {
      "fileSize": ${size},
      "fileList": [
${paths.map((path) => `        { "filePath": "${path}" }`).join(',\n')}
      ]
    }`
const foot = '\n  ]\n}\n'
const doc = (...sets: string[]) => head() + sets.join(',\n') + foot

/** Sets as `size path path`, and command lines. */
function parsed(latin1: string, chunk = 1e6) {
  const bytes = Buffer.from(latin1, 'latin1')
  const commands: string[] = []
  const parser = new JdupesParser((command) => void commands.push(command))
  const sets: JdupesSet[] = []
  for (let at = 0; at < bytes.length; at += chunk)
    sets.push(...parser.write(bytes.subarray(at, at + chunk)))
  parser.end()
  const text = sets.map(({ size, paths }) => `${size} ${paths.join(' ')}`)
  return { text, commands, lines: sets.map(({ line }) => line) }
}

const two = doc(set(5, 'a', 'b'), set(7, 'c', 'd', 'e'))
const compact = (text: string) => text.replace(/\n\s*/g, '')

// prettier-ignore
const good: [name: string, text: string, want: string[]][] = [
  ['as jdupes prints it',              two,                                     ['5 a b', '7 c d e']],
  ['on one line',                      compact(two),                            ['5 a b', '7 c d e']],
  ['on one line with an LF',           `${compact(two)}\n`,                     ['5 a b', '7 c d e']],
  ['nothing found, as 1.21.3 says it', `${head()}\n  ]\n}\n`,                   []],
  ['nothing found, as [] ',            '{"matchSets":[]}',                      []],
  ['several documents',                two + doc(set(1, 'x', 'y')) + two,       ['5 a b', '7 c d e', '1 x y', '5 a b', '7 c d e']],
  ['several on one line',              compact(two + two),                      ['5 a b', '7 c d e', '5 a b', '7 c d e']],
  ['fields that we do not know',       '{"x":[{"fileSize":[]}],"matchSets":[{"fileSize":1,"y":{},"fileList":[{"filePath":"a","z":1}]}]}', ['1 a']],
  ['escapes',                          doc(set(1, '\\u000a', '\\"\\\\', '\\u00e9', '\\ud83d\\ude00')), ['1 \n "\\ é 😀']],
  ['short escapes',                    doc(set(1, '\\b\\f\\n\\r\\t\\/')),       ['1 \b\f\n\r\t/']],
  ['half a surrogate pair',            doc(set(1, 'a\\ud800', '\\udc00b')),     ['1 a\ud800 \udc00b']],
  ['U+FEFF, which decoders drop',      doc(set(1, 'a\\ufeffb', 'c\\ufeff')),    ['1 a\ufeffb c\ufeff']],
  ['Latin-1, which is not UTF-8',      doc(set(1, 'caf\xe9', '\xfcn\xef')),     ['1 café ünï']],
  ['UTF-8, byte by byte',              doc(set(1, 'caf\xc3\xa9')),              ['1 caf\xc3\xa9']],
  ['a name as long as can be',         doc(set(1, '/x'.repeat(2047))),          [`1 ${'/x'.repeat(2047)}`]],
]

for (const [name, text, want] of good)
  t.test(name, async (t) => {
    for (const chunk of [1, 2, 3, 16, 1e6])
      t.strictSame(parsed(text, chunk).text, want, `by ${chunk}`)
  })

t.test('how jdupes was run is told once a document', async (t) => {
  t.strictSame(parsed(two + two).commands, ['jdupes -rj d', 'jdupes -rj d'])
})

t.test('a set knows the line that it ends on', async (t) => {
  for (const chunk of [1, 50, 1e6]) t.strictSame(parsed(two, chunk).lines, [13, 21])
  t.strictSame(parsed(compact(two)).lines, [1, 1])
})

const at = (line: number, reason: string) => ({ message: `line ${line}: ${reason}` })
type At = ReturnType<typeof at>

// prettier-ignore
const bad: [name: string, text: string, want: At][] = [
  ['a set without a size',       doc('{"fileList":[]}'),                            at(7, 'field "fileSize": expected a whole number from 0 to 2^53-1')],
  ['a size in a string',         doc('{"fileSize":"5","fileList":[]}'),             at(7, 'field "fileSize": expected a whole number from 0 to 2^53-1')],
  ['a negative size',            doc('{"fileSize":-5,"fileList":[]}'),              at(7, 'field "fileSize": expected a whole number from 0 to 2^53-1')],
  ['a set without files',        doc('{"fileSize":5}'),                             at(7, 'field "fileList": expected an array')],
  ['a file without a path',      doc('{"fileSize":5,"fileList":[{}]}'),             at(7, 'field "fileList[0].filePath": expected a string')],
  ['a path that is null',        doc('{"fileSize":5,"fileList":[{"filePath":null}]}'), at(7, 'field "fileList[0].filePath": expected a string')],
  ['a set that is none',         doc('7'),                                          at(7, 'field "matchSets[]": expected an object')],
  ['a comma too many',           doc(set(1, 'a'), ''),                              at(14, 'not JSON')],
  ['a broken escape',            doc(set(1, '\\u00zz')),                            at(10, 'not JSON')],
  ['a raw line break in a name', doc(set(1, 'a\nb')),                               at(10, 'not JSON')],
  ['records after it',           `${two}{"type":"group"}\n`,                        at(24, 'field "matchSets": expected the sets of jdupes')],
  ['rubbish after it',           `${two}rubbish`,                                   at(24, 'not JSON')],
]

for (const [name, text, want] of bad)
  t.test(`${name} is refused`, async (t) => {
    for (const chunk of [1, 1e6]) t.throws(() => parsed(text, chunk), want, `by ${chunk}`)
  })

for (const version of ['1.13', '1.13.1', '1.13.2'])
  t.test(`jdupes ${version}, whose escapes are broken, is named`, async (t) => {
    const text = head(version) + set(1, '/caf\\u0\x7f\x02') + foot
    t.throws(() => parsed(text), {
      message: `line 10: jdupes ${version} prints some names so that nobody can read them: run a later one`,
    })
    t.strictSame(parsed(head(version) + set(1, '/a') + foot).text, ['1 /a'], 'others are fine')
  })

t.test('a document that was cut short is refused, wherever it was cut', async (t) => {
  const text = compact(two)
  for (let bytes = 1; bytes < text.length; bytes++)
    t.throws(() => parsed(text.slice(0, bytes)), at(1, 'the JSON of jdupes was cut short'))
})

t.test('sets before the cut come out, the unfinished one does not', async (t) => {
  const parser = new JdupesParser(() => {})
  const cut = two.slice(0, two.indexOf('"d"') + 5)
  t.strictSame(
    parser.write(Buffer.from(cut)).map(({ size }) => size),
    [5],
  )
})
