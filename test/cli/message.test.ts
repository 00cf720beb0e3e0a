import t from 'tap'
import { message, quote, quoteText, reason } from '../../lib/cli/message.js'
import { errno } from '../helper/apply-run.js'

// prettier-ignore
const quoted: [name: string, text: string, want: string][] = [
  ['plain',             'a b/ü😀',          '"a b/ü😀"'],
  ['quotes',            '"a" \\',           '"\\"a\\" \\\\"'],
  ['newline',           'a\nb',             '"a\\u{a}b"'],
  ['escape',            '\x1b[31m',         '"\\u{1b}[31m"'],
  ['other C0, DEL',     '\x00\x07\r\x7f',   '"\\u{0}\\u{7}\\u{d}\\u{7f}"'],
  ['C1',                '\u0085\u009b',     '"\\u{85}\\u{9b}"'],
  ['bidi',              '\u202e\u2066\u200f\u061c', '"\\u{202e}\\u{2066}\\u{200f}\\u{61c}"'],
  ['line separators',   '\u2028\u2029',     '"\\u{2028}\\u{2029}"'],
  ['invisible',         '\ufeff\u200b\u{e0041}', '"\\u{feff}\\u{200b}\\u{e0041}"'],
  ['what looks like an escape', '\\u{1b}',  '"\\\\u{1b}"'],
]

for (const [name, text, want] of quoted)
  t.test(name, async (t) => {
    t.equal(quoteText(text), want)
    t.equal(quote({ path: text }), want)
  })

t.test('bytes that are not UTF-8', async (t) => {
  t.equal(
    quote({ path64: Buffer.from('/f\xff\n', 'latin1').toString('base64') }),
    '"/f\ufffd\\u{a}"',
  )
})

// prettier-ignore
const reasons: [name: string, cause: unknown, want: string][] = [
  ['a code with words',     errno('EACCES'),                 'permission denied'],
  ['a full quota',          errno('EDQUOT'),                 'disk quota exceeded'],
  ['a code without',        errno('EWEIRD'),                 'EWEIRD: made up'],
  ['another error',         new Error('no\nluck'),           'no\\u{a}luck'],
  ['a text',                'no\x1bluck',                    'no\\u{1b}luck'],
  ['nothing',               undefined,                       'undefined'],
]

for (const [name, cause, want] of reasons)
  t.test(name, async (t) => {
    t.equal(reason(cause), want)
  })

t.test('one line: program, doing, quoted path, reason', async (t) => {
  const line = message('dd-x', 'read', { path: '/a\nb' }, errno('ENOENT'))
  t.equal(line, 'dd-x: read "/a\\u{a}b": no such file or directory\n')
  t.equal(message('dd-x', 'stopped', undefined, 'why'), 'dd-x: stopped: why\n')
})
