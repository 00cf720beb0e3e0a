import t from 'tap'
import { walkRules } from '../../lib/walk/rules.js'

t.test('without options: every file with something in it, however deep', async (t) => {
  const { named, excluded, newer, older, ...limits } = await walkRules({})
  t.strictSame([named, excluded, newer, older], [undefined, undefined, undefined, undefined])
  t.strictSame(limits, {
    follow: false,
    oneFileSystem: false,
    hidden: true,
    minSize: 1,
    maxSize: Infinity,
    maxDepth: Infinity,
  })
})

t.test('what is asked for is what is done', async (t) => {
  const asked = {
    follow: true,
    oneFileSystem: true,
    hidden: false,
    minSize: 0,
    maxSize: 5,
    newer: 1n,
    older: 2n,
    maxDepth: 0,
  }
  const rules = await walkRules({ ...asked, name: ['a'], exclude: ['b'] })
  t.match(rules, asked)
  t.ok(rules.named?.('a') && !rules.named('b'))
  t.ok(rules.excluded?.('b') && !rules.excluded('a'))
})
