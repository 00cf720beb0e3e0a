// dd-dupes as a process: it finds what the pipeline of four commands does, to the byte.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { ALGOS } from '../../lib/digest/digest.js'
import { pathBytes } from '../../lib/record/path.js'
import { plantDupes, plantLong } from '../helper/dupes-tree.js'
import { records, shell, type Ran } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'
import { untimed } from '../helper/untimed.js'

const files = new Scratch(t)
plantDupes(files)
const long = new Scratch(t)
plantLong(long)

type Asked = { readonly group?: string; readonly input?: string | undefined }

/** @param walk operands and flags of dd-walk @param group flags of dd-group */
function pipeline(walk: string, { group = '', input }: Asked = {}, at = files): Promise<Ran> {
  // What has no partner by its size has none, but it is wanted where few copies are.
  const narrow = /unique|rf-under/.test(group) ? '' : `dd-group --by size ${group} |`
  const line = `dd-walk ${walk} | ${narrow} dd-hash | dd-group ${group}`
  return shell(line, { cwd: at.root }, input).then(untimed)
}

function dupes(args: string, input?: string, at = files): Promise<Ran> {
  return shell(`dd-dupes -q ${args}`, { cwd: at.root }, input).then(untimed)
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

t.test('all digests: the same groups, each with the digest of its content', async (t) => {
  const sets = (groups: any[]) => groups.map(({ files }) => JSON.stringify(files)).sort()
  const want = sets(records((await pipeline('l r')).stdout))
  for (const algo of ALGOS) {
    const groups = records((await dupes(`--algo ${algo} l r`)).stdout)
    t.strictSame(sets(groups), want, algo)
    if (algo === 'blake3') continue // the others are in Node, too
    const digestOf = (file: any) => createHash(algo).update(readFileSync(pathBytes(file)))
    const digests = groups.map(({ files: [first] }) => digestOf(first).digest('hex'))
    t.strictSame(
      groups.map(({ hash }) => hash),
      digests,
      algo,
    )
    t.ok(groups.every((group) => group.algo === algo))
  }
})

t.test('any number of threads, any time: the same bytes', async (t) => {
  const [want, wantLong] = await Promise.all([pipeline('.'), pipeline('.', {}, long)])
  t.equal(records(wantLong.stdout).length, 6)
  for (const threads of [1, 2, 5, 2]) {
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

const withoutDigests = (stdout: string) => stdout.replace(/,"hash":"\w+","algo":"\w+"/g, '')

// prettier-ignore
const counts: [group: string, at: Scratch, found: number][] = [
  ['--min-copies 3',  files, 15],
  ['--min-copies 43', files, 6],
  ['--min-copies 39', long,  1],
  ['--min-copies 99', files, 0],
  ['--unique',        files, 24],
  ['--unique',        long,  4],
  ['--rf-under 3',    files, 52],
  ['--rf-under 43',   long,  53],
]

for (const [group, at, found] of counts)
  t.test(`${group}: ${found}`, async (t) => {
    const [want, got] = await Promise.all([pipeline('.', { group }, at), dupes(group, '', at)])
    t.equal(records(got.stdout).length, found)
    const isFew = !group.startsWith('--min')
    t.equal(got.stdout, isFew ? withoutDigests(want.stdout) : want.stdout)
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

t.test('each member says when it was read, and so do file and keeper of a step', async (t) => {
  const start = BigInt(Date.now()) * 1_000_000n
  for (const find of ['dd-dupes -q l r', 'dd-walk l r | dd-hash | dd-group']) {
    const { stdout } = await shell(find, { cwd: files.root })
    const members = records(stdout).flatMap(({ files }) => files)
    t.ok(members.length > 0 && members.every(({ readNs }) => BigInt(readNs) >= start), find)
    const plan = records((await shell('dd-plan -q delete', {}, stdout)).stdout)
    t.ok(plan.length > 0 && plan.every(({ file, keep }) => file.readNs && keep.readNs), find)
  }
  const { stdout } = await shell('dd-dupes -q --unique l r', { cwd: files.root })
  t.notMatch(stdout, 'readNs', 'what comes without a digest does not')
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
