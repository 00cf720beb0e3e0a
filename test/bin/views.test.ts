// One file that is seen on two devices: no command offers it as a copy of itself.
import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { without } from '../helper/commands.js'
import { loopFs, must, overlay, tmpfs } from '../helper/mounts.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { records, shell } from '../helper/run.js'

type Kind = 'overlay, upper' | 'overlay, lower' | 'bindfs'

/** A directory, and another device on which its files are seen, too. */
function seenTwice(
  t: Test,
  kind: Kind,
  disk: string,
): { readonly real: string; readonly view: string } {
  const at = (name: string) => join(disk, name)
  for (const name of ['lower', 'upper', 'work', 'view', 'other']) mkdirSync(at(name))
  const real = at(kind === 'overlay, upper' ? 'upper' : 'lower')
  writeFileSync(join(real, 'only'), 'content')
  writeFileSync(join(real, 'empty'), '')
  if (kind !== 'bindfs')
    return { real, view: overlay(t, { lower: at('lower'), upper: at('upper'), work: at('work') }) }
  must('bindfs', real, at('view'))
  t.teardown(() => void spawnSync('umount', [at('view')]))
  return { real, view: at('view') }
}

/** Each way to groups, of two directories. */
const WAYS: readonly [name: string, line: string, needs: string[]][] = [
  ['dd-dupes', 'dd-dupes -q --min-size 0 "$A" "$B"', []],
  ['dd-dupes --isolate', 'dd-dupes -q --min-size 0 --isolate "$A" "$B"', []],
  ['dd-dupes --hard-links', 'dd-dupes -q --min-size 0 --hard-links "$A" "$B"', []],
  ['dd-group', 'dd-walk --min-size 0 "$A" "$B" | dd-hash | dd-group', []],
  ['dd-prefix', 'dd-walk "$A" "$B" | dd-prefix', []],
  ['dd-import', 'jdupes -rj "$A" "$B" | dd-import', ['jdupes']],
]

/** The groups that `dd-walk | dd-hash` and a naive reader would make: whatever has one digest. */
const NAIVE = `dd-walk "$A" "$B" | dd-hash | jq -sc 'group_by(.hash)[] |
  {type: "group", size: .[0].size, hash: .[0].hash, algo: .[0].algo, files: .}'`

const PLANS = [
  'delete',
  'delete --within "$A"',
  'delete --within "$B"',
  'symlink',
  'move --to /moved',
]

withOwnMounts(t, import.meta.filename, ['mkfs.ext4', 'bindfs'], () => {
  for (const kind of ['overlay, upper', 'overlay, lower', 'bindfs'] as const)
    for (const [type, disk] of [
      ['tmpfs', () => tmpfs(t)],
      ['ext4', () => loopFs(t, 'ext4', 32)],
    ] as const)
      t.test(`${kind}, on ${type}`, async (t) => {
        const { real, view } = seenTwice(t, kind, disk())
        const dev = (dir: string) => statSync(join(dir, 'only')).dev
        t.not(dev(real), dev(view), 'two devices')
        for (const [A, B] of [
          [real, view],
          [view, real],
        ] as const) {
          const options = { env: { ...process.env, A, B } }
          for (const [name, line, needs] of WAYS)
            await t.test(name, { skip: without(...needs) }, async (t) => {
              t.equal((await shell(line, options)).stdout, '', 'no group')
            })
          for (const plan of PLANS) {
            const { stdout } = await shell(`${NAIVE} | dd-plan -q ${plan}`, options)
            t.equal(stdout, '', `${plan}: no step`)
          }
        }
      })

  t.test('two new disks that one program has filled at once hold copies', async (t) => {
    const [A, B] = [tmpfs(t), tmpfs(t)]
    for (let i = 0; i < 10; i++)
      for (const dir of [A, B]) writeFileSync(join(dir, `${i}`), `content ${i}`)
    t.equal(statSync(join(A, '7')).ino, statSync(join(B, '7')).ino, 'of the same numbers')
    const options = { env: { ...process.env, A, B } }
    for (const line of ['dd-dupes -q "$A" "$B"', 'dd-walk "$A" "$B" | dd-hash | dd-group']) {
      const { stdout } = await shell(line, options)
      t.equal(records(stdout).length, 10, line)
      const { stdout: plan } = await shell('dd-plan -q delete', {}, stdout)
      t.equal(records(plan).length, 10, 'and one of each may go')
    }
    const { stdout } = await shell('dd-walk "$A" "$B" | dd-prefix --only group', options)
    t.equal(records(stdout).length, 10, 'dd-prefix')
  })

  t.test('a real copy is found, and goes; what is seen twice stays', async (t) => {
    const disk = loopFs(t, 'ext4', 32)
    const { real, view } = seenTwice(t, 'overlay, upper', disk)
    const copy = join(disk, 'other', 'copy')
    writeFileSync(copy, 'content')
    const env = { ...process.env, A: real, B: view, C: join(disk, 'other') }
    const names = [copy, join(real, 'only'), join(view, 'only')].sort()
    for (const find of ['dd-dupes -q', 'dd-walk']) {
      const rest = find === 'dd-walk' ? '| dd-group --by size | dd-hash | dd-group' : ''
      const { stdout } = await shell(`${find} "$A" "$B" "$C" ${rest}`, { env })
      const [group] = records(stdout)
      t.strictSame(
        group.files.map(({ path }: any) => path),
        names,
        find,
      )
      for (const keep of ['first', 'newest', 'oldest']) {
        const plan = await shell(`dd-plan -q delete --keep ${keep}`, {}, stdout)
        t.strictSame(
          records(plan.stdout).map(({ file }) => file.path),
          [copy],
          `--keep ${keep}`,
        )
      }
    }
    const few = await shell('dd-dupes -q --rf-under 3 "$A" "$B" "$C"', { env })
    t.strictSame(
      records(few.stdout)
        .map(({ path }) => path)
        .sort(),
      names,
      'two copies, three names',
    )
  })
})
