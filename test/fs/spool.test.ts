import { readdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openSpool } from '../../lib/fs/spool.js'
import { Scratch } from '../helper/scratch.js'

const { TMPDIR } = process.env

t.teardown(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
})

t.test('what was written can be read, again and again', async (t) => {
  const scratch = new Scratch(t)
  process.env.TMPDIR = scratch.root
  const spool = openSpool()
  t.equal(await text(spool.read()), '')
  spool.write(Buffer.from('one\n'))
  spool.write(Buffer.alloc(600_000, 'x'))
  const whole = `one\n${'x'.repeat(600_000)}`
  t.equal(await text(spool.read()), whole)
  t.equal(await text(spool.read()), whole)
  t.strictSame(readdirSync(scratch.root), [], 'under no name')
  for await (const _ of spool.read()) break
  await new Promise((resolve) => setTimeout(resolve, 10))
  t.equal(await text(spool.read()), whole, 'also after one who left early')
  spool.close()
})

t.test('a directory that is not there', async (t) => {
  process.env.TMPDIR = '/none'
  t.throws(() => openSpool(), {
    message: /^temporary file in "\/none" .*ENOENT/,
    cause: { code: 'ENOENT' },
  })
})

t.test('where nameless files cannot be', async (t) => {
  process.env.TMPDIR = '/proc/self' // says no to O_TMPFILE, and to any other file
  t.throws(() => openSpool(), { cause: { code: /ENOENT|EACCES|EPERM/ } })
})
