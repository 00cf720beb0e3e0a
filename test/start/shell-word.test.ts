import { spawnSync } from 'node:child_process'
import t from 'tap'
import { script } from '../helper/script.js'

const { shellWord } = await script('start/shell-word.mjs')

// prettier-ignore
const words = [
  'plain', '/a/b-c_d.e', 'a b', "it's", '"', '$HOME', '`id`', '!x', '*', '~', 'a\\b', 'a\nb', "\t'\\",
  '\x1b[31m', '\u202e', 'é', '😀', '#', '-x', '',
]

for (const word of words)
  t.test(`bash reads ${JSON.stringify(word)} as it is`, async (t) => {
    const quoted = shellWord(word)
    t.notMatch(quoted, /[\p{Cc}\p{Cf}]/u, 'nothing that moves the cursor')
    const { stdout } = spawnSync('bash', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })
    t.equal(stdout, word)
  })
