import t from 'tap'
import { visible } from '../../lib/record/visible.js'

// prettier-ignore
const shown: [name: string, text: string, want: string][] = [
  ['plain',           'a b/ü😀 "\\',        'a b/ü😀 "\\'],
  ['newline',         'a\nb',               'a\\u{a}b'],
  ['escape',          '\x1b[31m',           '\\u{1b}[31m'],
  ['other C0, DEL',   '\x00\x07\r\x7f',     '\\u{0}\\u{7}\\u{d}\\u{7f}'],
  ['C1',              '\u0085\u009b',       '\\u{85}\\u{9b}'],
  ['bidi',            '\u202e\u2066\u200f', '\\u{202e}\\u{2066}\\u{200f}'],
  ['line separators', '\u2028\u2029',       '\\u{2028}\\u{2029}'],
  ['invisible',       '\ufeff\u{e0041}',    '\\u{feff}\\u{e0041}'],
]

for (const [name, text, want] of shown)
  t.test(name, async (t) => {
    t.equal(visible(text), want)
  })
