import t from 'tap'
import { oneOf, someOf } from '../../lib/cli/word-arg.js'

const animal = oneOf(['cat', 'dog', 'eel'], 'animal')

t.test('a word is itself', async (t) => {
  t.equal(animal('dog'), 'dog')
})

t.test('another is refused with the words there are', async (t) => {
  t.throws(() => animal('Dog'), { message: '"Dog" is no animal: choose cat, dog or eel' })
  t.throws(() => animal(undefined), { message: 'animal is missing: choose cat, dog or eel' })
})

t.test('words are gathered in order', async (t) => {
  const animals = someOf(['cat', 'dog'], 'animal')
  t.strictSame(animals('dog', animals('cat', animals('dog'))), ['dog', 'cat', 'dog'])
  t.throws(() => animals('cow'), { message: '"cow" is no animal: choose cat or dog' })
})
