import t from 'tap'
import { globMatcher } from '../../lib/walk/glob-matcher.js'

// prettier-ignore
const cases: [patterns: string[], path: string, want: boolean][] = [
  [['*.jpg'],               'a.jpg',          true],
  [['*.jpg'],               'd/e/a.jpg',      true],
  [['*.jpg'],               'a.JPG',          false],
  [['*.jpg'],               'a.jpg.part',     false],
  [['/a.jpg'],              'a.jpg',          true],
  [['/a.jpg'],              'd/a.jpg',        false],
  [['cache/'],              'd/cache/',       true],
  [['cache/'],              'd/cache',        false],
  [['cache/'],              'd/cache/x',      true],
  [['d/**/x'],              'd/e/f/x',        true],
  [['a?'],                  'aé',             true],
  [['a?'],                  'a\ufffd',        true],
  [['[ab]x'],               'bx',             true],
  [['*.tmp', '!keep.tmp'],  'keep.tmp',       false],
  [['*.tmp', '!keep.tmp'],  'other.tmp',      true],
  [['!keep.tmp', '*.tmp'],  'keep.tmp',       true],
  [['#recycle'],            'd/#recycle/',    true],
  [['\\!a'],                '!a',             true],
  [['*'],                   '..a',            true],
  [['..a'],                 '..a',            true],
  [['*'],                   'a\nb',           true],
  [['a\nb'],                'a',              false],
  [['a\nb'],                'a\nb',           true],
  [['$(x)*'],               '$(x)y',          true],
]

for (const [patterns, path, want] of cases)
  t.test(
    `${JSON.stringify(path)} ${want ? 'fits' : 'does not fit'} ${patterns.join(' ')}`,
    async (t) => {
      const fits = await globMatcher(patterns)
      t.equal(fits?.(path), want)
    },
  )

t.test('no patterns, no matcher', async (t) => t.equal(await globMatcher([]), undefined))

t.test('it goes on after it has been asked very often', async (t) => {
  const fits = await globMatcher(['*.tmp'])
  let hits = 0
  for (let i = 0; i < 2500; i++) if (fits?.(`d/${i}.${i % 2 ? 'tmp' : 'txt'}`)) hits++
  t.equal(hits, 1250)
})
