// What V8 has compiled of a command, kept for the next start: taken if it is what it should be, and never missed.
import * as fs from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { copyOfBuilt, FIND, found, spied } from './helper/compiled.js'
import { runIn } from './helper/run.js'
import { ROOT, sourcesOf } from './helper/sources.js'

const commands = sourcesOf('bin').map(({ file }) => file.replace(/^bin\/|\.ts$/g, ''))
t.test('what was compiled at the build is taken by every command', async (t) => {
  const { dir } = copyOfBuilt(t)
  for (const name of commands)
    t.match(spied(dir, [name, '--version']), { status: 0, stderr: /^taken$/ }, name)
  t.strictSame(spied(dir, FIND), found(dir, 'taken'))
})

const flipped = (bytes: Buffer, at: number) => {
  bytes[at]! ^= 1
  return bytes
}

// prettier-ignore
const others: [name: string, change: (cache: Buffer, code: number) => Buffer | undefined][] = [
  ['nothing',                        () => undefined],
  ['an empty file',                  () => Buffer.alloc(0)],
  ['something else',                 () => Buffer.from('not compiled')],
  ['that of another Node',           (cache) => flipped(cache, 1)],
  ['one of other code',              (cache) => flipped(cache, 200)],
  ['one with another first copy',    (cache, code) => flipped(cache, code + 1000)],
  ['one with another second copy',   (cache) => flipped(cache, cache.length - 1000)],
  ['one that is cut short',          (cache) => cache.subarray(0, -1)],
  ['half of one',                    (cache) => cache.subarray(0, cache.length / 2)],
  ['no more than the code',          (cache, code) => cache.subarray(0, code + cache.indexOf('\n') + 1)],
  ['one with more behind it',        (cache) => Buffer.concat([cache, Buffer.alloc(4096)])],
  ['one with a hole',                (cache, code) => cache.fill(0, code + 4096, cache.length - 4096)],
  ['zeros',                          (cache) => cache.fill(0)],
]

for (const [name, change] of others)
  t.test(`${name} in its place only costs time`, async (t) => {
    const { dir, cache, code } = copyOfBuilt(t)
    const bytes = change(fs.readFileSync(cache), fs.statSync(code).size)
    fs.rmSync(cache)
    if (bytes) fs.writeFileSync(cache, bytes)
    t.strictSame(spied(dir, FIND), found(dir, 'compiled anew'))
    t.equal(fs.existsSync(cache), bytes !== undefined, 'a run writes none')
  })

t.test('a directory in its place, too', async (t) => {
  const { dir, cache } = copyOfBuilt(t)
  fs.rmSync(cache)
  fs.mkdirSync(cache)
  t.strictSame(spied(dir, FIND), found(dir, 'compiled anew'))
})

t.test('of code that was changed since it is not taken', async (t) => {
  const { dir, code } = copyOfBuilt(t)
  const text = fs.readFileSync(code, 'latin1')
  fs.writeFileSync(code, text.replace('Copyright', 'copyright').replace('use strict', 'use STRICT'))
  t.strictSame(spied(dir, FIND), found(dir, 'compiled anew'))
})

t.test('another build of the same version of Node does not take it', async (t) => {
  const { dir } = copyOfBuilt(t)
  const node = join(dir, 'node')
  fs.copyFileSync(process.execPath, node)
  t.strictSame(spied(dir, FIND, node), found(dir, 'compiled anew'))
})

// V8 itself knows which of its flags change what it compiles.
const flags = [
  '--jitless',
  '--no-opt',
  '--max-lazy',
  '--stack-size=900',
  '--max-old-space-size=512',
]

for (const flag of flags)
  t.test(`with ${flag} it is taken or not, and the same is found`, async (t) => {
    const { dir } = copyOfBuilt(t)
    const ran = spied(dir, FIND, process.execPath, [flag])
    t.match(ran.stderr, flag === '--jitless' ? /compiled anew$/ : /^(?:taken|compiled anew)$/)
    t.strictSame(ran, found(dir, ran.stderr))
  })

t.test('it is made when the package is installed, by its owner', async (t) => {
  const { dir, bin } = copyOfBuilt(t)
  fs.cpSync(join(ROOT, 'scripts'), join(dir, 'scripts'), { recursive: true })
  const caches = () => fs.readdirSync(join(bin, 'code')).filter((name) => name.includes('.cache'))
  const { scripts } = JSON.parse(fs.readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const install = () => {
    for (const name of caches()) fs.rmSync(join(bin, 'code', name))
    const flags = 'NODE_OPTIONS=--max-old-space-size=999' // which is not to be compiled for
    return runIn(dir, 'sh', ['-c', scripts.postinstall], flags).status
  }
  t.equal(install(), 0)
  t.strictSame(caches(), commands.map((name) => `${name}.cache`).sort())
  t.strictSame(spied(dir, FIND), found(dir, 'taken'))
  await t.test('not by another', { skip: process.getuid?.() !== 0 && 'needs root' }, async (t) => {
    fs.chownSync(bin, 65534, 65534)
    t.equal(install(), 0)
    t.strictSame(caches(), [])
  })
})

t.test('where nothing is built, as in a new checkout, nothing is compiled', async (t) => {
  const dir = t.testdir()
  fs.cpSync(join(ROOT, 'scripts'), join(dir, 'scripts'), { recursive: true })
  t.match(runIn(dir, process.execPath, ['scripts/postinstall.mjs']), { status: 0, stderr: '' })
})
