import { mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { OddNames } from '../../lib/import/odd-names.js'

t.test('only names that jdupes prints as others', async (t) => {
  const dir = Buffer.from(t.testdir())
  const put = (name: Buffer) => writeFileSync(Buffer.concat([dir, Buffer.from('/'), name]), '')
  for (const name of ['plain', 'é', '😀', '\uffff', '\ufffe']) put(Buffer.from(name))
  put(Buffer.from('\xff', 'latin1'))
  const odd = new OddNames()
  t.strictSame(
    odd
      .namesIn(dir)
      .map((name) => name.toString('latin1'))
      .sort(),
    ['\xef\xbf\xbf', '\xff'],
  )
  put(Buffer.from('\xfe', 'latin1'))
  t.equal(odd.namesIn(dir).length, 2, 'a directory is read once')
})

t.test('a directory that cannot be read has none', async (t) => {
  t.strictSame(new OddNames().namesIn(Buffer.from(`${t.testdir()}/none`)), [])
})

t.test('not more directories are remembered than fit', async (t) => {
  const dir = t.testdir()
  const odd = new OddNames()
  t.strictSame(odd.namesIn(Buffer.from(dir)), [])
  writeFileSync(Buffer.from(`${dir}/\xff`, 'latin1'), '')
  for (let i = 0; i < 4096; i++) odd.namesIn(Buffer.from(`${dir}/none${i}`))
  mkdirSync(`${dir}/none`)
  t.equal(odd.namesIn(Buffer.from(dir)).length, 1, 'the first one was forgotten, and read again')
})
