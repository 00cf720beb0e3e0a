import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { native } from '../../../lib/fs/native/native.js'
import { calls, noNative } from '../../helper/native.js'
import { runIn } from '../../helper/run.js'
import { Scratch } from '../../helper/scratch.js'
import { cannotTrace } from '../../helper/strace.js'

const MODULE = join(import.meta.dirname, '../../../lib/fs/native/native.js')

function loadedWith(value: string): string {
  const script = `const { native } = await import(${JSON.stringify(MODULE)})
    console.log(Object.keys(native() ?? {}).sort().join())`
  const env = { ...process.env, DD_TOOLS_NATIVE: value }
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString()
}

t.test('loaded once', { skip: noNative }, async (t) => {
  t.equal(native(), calls)
  t.equal(
    loadedWith('1'),
    'attribute,attributes,byAddress,dedupe,exchange,exit,extents,hasWriter,lock,mountId,renameNoReplace,setTimes,setXattr,syncFileSystem,xattrs,xfsReflinks\n',
  )
})

t.test('DD_TOOLS_NATIVE=0 does without', async (t) => {
  t.equal(loadedWith('0'), '\n')
})

// prettier-ignore
const ends: [name: string, native: string, last: string, status: number][] = [
  ['at its end',           '1', 'process.exitCode = 7',  7],
  ['when it says so',      '1', 'process.exit(3)',       3],
  ['with nothing wrong',   '1', '',                      0],
  ['by an error',          '1', "throw new Error('x')",  1],
  ['without native calls', '0', 'process.exitCode = 7',  7],
]

for (const [name, DD_TOOLS_NATIVE, last, status] of ends)
  t.test(
    `where no fsync works, a process ends ${name}`,
    { skip: noNative || cannotTrace() },
    async (t) => {
      const scratch = new Scratch(t)
      const script = `import { endPlainly, native } from ${JSON.stringify(MODULE)}
      endPlainly()
      native()
      console.log('said')
      ${last}`
      scratch.write('script.mjs', script)
      const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
      const out = openSync(scratch.at('out'), 'w') // a file: it is what koffi syncs
      const args = [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        'trace=fsync',
        '-e',
        'inject=fsync:error=EIO',
      ]
      const ran = spawnSync(
        'strace',
        [...args, process.execPath, String(scratch.at('script.mjs'))],
        {
          env: { ...env, DD_TOOLS_NATIVE },
          stdio: ['ignore', out, out],
          timeout: 120_000,
        },
      )
      closeSync(out)
      t.strictSame([ran.status, ran.signal], [status, null], scratch.read('out'))
      t.match(scratch.read('out'), /^said\n/)
      t.notMatch(scratch.read('out'), 'Failed to sync')
    },
  )

// prettier-ignore
const farewells: [name: string, flags: string[], vars: string[]][] = [
  ['a profile',  ['--cpu-prof', '--cpu-prof-dir=out'], []],
  ['coverage',   [],                                   ['NODE_V8_COVERAGE=out']],
]

for (const [name, flags, vars] of farewells)
  t.test(`Node writes ${name} at its end`, { skip: noNative }, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('script.mjs', `import { endPlainly, native } from ${JSON.stringify(MODULE)}
      endPlainly()
      native()`) // prettier-ignore
    t.equal(runIn(scratch.root, process.execPath, [...flags, 'script.mjs'], ...vars).status, 0)
    t.equal(
      scratch.names().filter((path) => path.startsWith('out/')).length,
      2,
      'and its directory',
    )
  })

// prettier-ignore
const waits: [what: string, last: string, vars: string[], waited: string][] = [
  ['native calls were made',            'native(); end()',                 [],                    ''],
  ['it is long since it began',         'await sleep(600); end()',      [],                    ''],
  ['it was short, and made none',       'end()',                           [],                    'waited'],
  ['there is no koffi',                 'await sleep(600); end()',      ['DD_TOOLS_NATIVE=0'], 'waited'],
  ['nothing ends it',                   'native()',                        [],                    'waited'],
]

for (const [what, last, vars, waited] of waits)
  t.test(
    `Node waits for its threads at the end, or not: ${what}`,
    { skip: noNative },
    async (t) => {
      const scratch = new Scratch(t)
      scratch.write('script.mjs', `import { setTimeout as sleep } from 'node:timers/promises'
      import { endPlainly, endsAtOnce, native } from ${JSON.stringify(MODULE)}
      process.on('beforeExit', () => console.log('waited'))
      endPlainly()
      process.exitCode = 5
      const end = () => { if (endsAtOnce()) process.exit() }
      ${last}`) // prettier-ignore
      const { stdout, status } = runIn(scratch.root, process.execPath, ['script.mjs'], ...vars)
      t.strictSame([stdout.trim(), status], [waited, 5])
    },
  )

t.test('without a descriptor to load it, that is said', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('script.mjs', `import { closeSync, openSync } from 'node:fs'
    import { native } from ${JSON.stringify(MODULE)}
    const fds = []
    try { for (;;) fds.push(openSync('/dev/null')) } catch {}
    let code
    try { native() } catch (error) { ({ code } = error) }
    fds.forEach(closeSync)
    console.log(code, native() !== undefined)`) // prettier-ignore
  const few = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath, 'script.mjs']
  t.equal(runIn(scratch.root, 'sh', few).stdout, 'EMFILE true\n', 'and it is tried again')
})
