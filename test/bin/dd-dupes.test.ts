// dd-dupes as a process: it finds what the pipeline of four commands does, to the byte.
import t from 'tap'
import { ALGOS } from '../../lib/digest/digest.js'
import { pathBytes } from '../../lib/record/path.js'
import { plantDupes, plantLong } from '../helper/dupes-tree.js'
import { records, shell, type Ran } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'

const files = new Scratch(t)
plantDupes(files)
const long = new Scratch(t)
plantLong(long)

type Asked = {
  readonly algo?: string
  readonly group?: string
  readonly input?: string | undefined
}

/** @param walk operands and flags of dd-walk @param group flags of dd-group */
function pipeline(walk: string, { algo = 'blake3', group = '', input }: Asked = {}, at = files) {
  const least = group.startsWith('--min') ? group : ''
  const line = `dd-walk ${walk} | dd-group --by size ${least} | dd-hash --algo ${algo} | dd-group`
  return shell(`${line} ${group}`, { cwd: at.root }, input)
}

function dupes(args: string, input?: string, at = files): Promise<Ran> {
  return shell(`dd-dupes -q ${args}`, { cwd: at.root }, input)
}

const said = ({ stderr }: Ran) =>
  stderr
    .replace(/^dd-\w+/gm, 'dd-x')
    .split('\n')
    .sort()

// prettier-ignore
const walks: [walk: string, groups: number, input?: string][] = [
  ['',                                        28],
  ['l r',                                     20],
  ['r l',                                     20],
  ['l l',                                     0],
  ['l r l/odd r/../r',                        20],
  ['s . r',                                   28],
  ['"$PWD/l" r/odd*',                         12],
  ['l/linked "l/linked too" r/linked',        1],
  ['"link to l" r l',                         20],
  ['"link to l" r --follow',                  20],
  ['--follow',                                28],
  ['"s/link to a file" "r/copy 4096" l --follow', 1],
  ['"s/link to a file" none r l',             20],
  ['--files0-from -',                         20, 'l\0r\0'],
  ['--files0-from -',                         3,  'l/copy 4\0r/copy 4\0none\0\0l/linked\0r/linked\0l/copy 4096\0r'],
  ['--files0-from -',                         0,  ''],
  ['--min-size 0',                            29],
  ['--min-size 0 --max-size 0',               1],
  ['--min-size 5k --max-size 400k',           3],
  ['--no-hidden',                             28],
  ['--name "copy *" --name "*.jpg" --hidden', 8],
  ['--exclude "copy *" --exclude /s',         13],
  ['--max-depth 2',                           9],
  ['--newer 2020-09-13',                      28],
  ['--older 2020-09-13T20:00Z',               28],
  ['--one-file-system',                       28],
]

for (const [walk, groups, input] of walks)
  t.test(`dd-dupes ${walk}`, async (t) => {
    const [want, got] = await Promise.all([pipeline(walk, { input }), dupes(walk, input)])
    t.equal(records(got.stdout).length, groups)
    t.ok(got.raw.equals(want.raw))
    t.strictSame(said(got), said(want))
    t.equal(got.status, got.stderr === '' ? 0 : 1)
  })

for (const algo of ALGOS)
  t.test(`--algo ${algo}`, async (t) => {
    const [want, got] = await Promise.all([pipeline('l r', { algo }), dupes(`--algo ${algo} l r`)])
    t.equal(records(got.stdout).length, 20)
    t.ok(got.raw.equals(want.raw))
  })

t.test('any number of threads, any time: the same bytes', async (t) => {
  const [want, wantLong] = await Promise.all([pipeline('.'), pipeline('.', {}, long)])
  t.equal(records(wantLong.stdout).length, 6)
  for (const threads of [1, 2, 5, 2, 5, 1]) {
    const args = `--threads ${threads}`
    const [got, gotLong] = await Promise.all([dupes(args), dupes(args, '', long)])
    t.ok(got.raw.equals(want.raw), args)
    t.ok(gotLong.raw.equals(wantLong.raw), `${args}, long files`)
  }
})

t.test('--sort path: the same groups in another order', async (t) => {
  const firstPath = ([{ files }]: any[]) => pathBytes(files[0]).toString('latin1')
  const bySize = await dupes('')
  const lines = bySize.stdout
    .split(/(?<=\n)/)
    .map((line) => ({ line, path: firstPath(records(line)) }))
  const byPath = lines.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ line }) => line)
  t.strictSame((await dupes('--sort path')).stdout.split(/(?<=\n)/), byPath)
  t.equal((await dupes('--sort size')).stdout, bySize.stdout)
})

for (const group of ['--min-copies 3', '--min-copies 43', '--min-copies 99'])
  t.test(group, async (t) => {
    const [want, got] = await Promise.all([pipeline('.', { group }), dupes(group)])
    t.ok(got.raw.equals(want.raw))
    const wantLong = await pipeline('.', { group }, long)
    t.ok((await dupes(group, '', long)).raw.equals(wantLong.raw), 'long files')
  })

const withoutDigest = (stdout: string) => stdout.replace(/,"hash":"\w+","algo":"\w+"/g, '')

for (const group of ['--unique', '--rf-under 2', '--rf-under 3', '--rf-under 43', '--rf-under 99'])
  t.test(`${group}: the same files, without digests`, async (t) => {
    for (const at of [files, long]) {
      const line = `dd-walk --min-size 0 | dd-hash | dd-group ${group}`
      const want = await shell(line, { cwd: at.root })
      const got = await dupes(`--min-size 0 ${group}`, '', at)
      t.ok(got.stdout.length > 0)
      t.equal(got.stdout, withoutDigest(want.stdout))
    }
  })

type Copies = (members: readonly any[]) => number

const names: Copies = (members) => members.length
const roots: Copies = (members) => new Set(members.map(({ root }) => root)).size
const inodes: Copies = (members) => new Set(members.map(({ ino }) => ino)).size

// prettier-ignore
const rules: [flags: string, copies: Copies, least: number, few: boolean][] = [
  ['',                              inodes, 2, false],
  ['--hard-links',                  names,  2, false],
  ['--hard-links --min-copies 4',   names,  4, false],
  ['--hard-links --unique',         names,  2, true],
  ['--hard-links --rf-under 4',     names,  4, true],
  ['--isolate',                     roots,  2, false],
  ['--isolate --min-copies 3',      roots,  3, false],
  ['--isolate --unique',            roots,  2, true],
  ['--isolate --rf-under 3',        roots,  3, true],
]

t.test('what counts as a copy', async (t) => {
  const all = await shell('dd-walk l r s alone | dd-hash', { cwd: files.root })
  const contents = new Map<string, any[]>()
  for (const file of records(all.stdout))
    contents.set(file.hash, [...(contents.get(file.hash) ?? []), file])
  const nameOf = (file: any) => pathBytes(file).toString('latin1')
  for (const [flags, copies, least, few] of rules) {
    const asked = [...contents.values()].filter((files) => copies(files) < least === few)
    const got = records((await dupes(`${flags} l r s alone`)).stdout)
    const want = few ? asked.flat().map((file) => [file]) : asked
    const found = few ? got.map((file) => [file]) : got.map(({ files }) => files)
    const sets = (each: any[][]) => each.map((files) => files.map(nameOf).sort().join('|')).sort()
    t.ok(got.length > 0, flags)
    t.strictSame(sets(found), sets(want), flags)
  }
})

t.test('--isolate with files as operands: their directories count', async (t) => {
  t.equal((await dupes('--isolate .')).stdout, '')
  t.equal((await dupes('--isolate s/film.jpg s/.film')).stdout, '')
  const [found] = records((await dupes('--isolate r/film.jpg s/film.jpg s/.film')).stdout)
  t.equal(found.files.length, 3)
})

t.test('help and version', async (t) => {
  const help = await dupes('--help')
  t.match(help, {
    status: 0,
    stdout: /^Usage: dd-dupes \[options\] \[operand\.\.\.\]\n/,
    stderr: '',
  })
  t.match(await dupes('--version'), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/, stderr: '' })
})
