import t from 'tap'
import { FclonesCsv } from '../../lib/import/fclones-csv.js'
import { CHUNKS, setsOf, utf8 } from '../helper/foreign.js'

const HEAD = 'size,hash,count,files\n'
const parsed = (text: string, chunk?: number) =>
  setsOf((onSet) => new FclonesCsv(onSet), text, chunk)

// prettier-ignore
const good: [name: string, text: string, want: string[]][] = [
  ['nothing found',      HEAD,                                        []],
  ['rows of any width',  `${HEAD}4,61,2,/a,/b\n5,62,3,/c,/d,/e\n`,    ['2: 4 /a|/b', '3: 5 /c|/d|/e']],
  ['quotes',             `${HEAD}4,61,2,"/a,b","/""c"""\n`,           ['2: 4 /a,b|/"c"']],
  ['odd names',          `${HEAD}4,61,3,/a\\nb,/\\xE9,${utf8('/é')}\n`, [`2: 4 /a\nb|/\xe9|${utf8('/é')}`]],
  ['blanks in names',    `${HEAD}4,61,2, /a ,/b\n`,                   ['2: 4  /a |/b']],
]

for (const [name, text, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, chunk), want, `by ${chunk}`)
  })

// prettier-ignore
const bad: [name: string, text: string, want: RegExp][] = [
  ['no size',           `${HEAD}x,61,1,/a\n`,       /^line 2: column "size"/],
  ['a path too few',    `${HEAD}4,61,2,/a\n`,       /^line 2: column "count"/],
  ['an open quote',     `${HEAD}4,61,1,"/a\n`,      /^line 2: not CSV/],
  ['half a line',       `${HEAD}4,61,1,/a`,         /^line 2: cut short/],
  ['a broken escape',   `${HEAD}4,61,1,/\\q\n`,     /^line 2: an escape/],
]

for (const [name, text, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    t.throws(() => parsed(text), { message })
  })
