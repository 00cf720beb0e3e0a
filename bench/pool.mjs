// 10,000 files of 100 KiB that a drive has and another has, too: linked by us, and by the bare commands.
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill } from './corpus.mjs'
import { race } from './race.mjs'
import { home, quick } from './settings.mjs'
import { has, shell, word } from './shell.mjs'

const FILES = quick ? 20 : 10_000
const IMAGE_BYTES = 3 * 2 ** 30

/** The two drives, mounted; call `end` when all is done. */
function drives() {
  const [keeper, other] = ['disk1', 'disk2'].map((name) => join(home, 'pool', name))
  for (const dir of [keeper, other]) {
    mkdirSync(dir, { recursive: true })
    if (!existsSync(`${dir}.img`)) {
      writeFileSync(`${dir}.img`, '')
      truncateSync(`${dir}.img`, IMAGE_BYTES)
      shell(`mkfs.ext4 -q -F ${word(`${dir}.img`)}`)
    }
    shell(`mountpoint -q ${word(dir)} || mount -o loop ${word(`${dir}.img`)} ${word(dir)}`)
  }
  const end = () => shell(`umount ${word(keeper)} ${word(other)}`)
  return { keeper, other, end }
}

/** Why this cannot be measured here, or undefined. */
function noPool() {
  if (process.getuid() !== 0) return 'needs root'
  const absent = ['mkfs.ext4', 'jq'].filter((command) => !has(command))
  return absent.length > 0 ? `needs ${absent.join(' and ')}` : undefined
}

/** What the old way comes to: compare, make the directory, link, remove. */
const BARE = `while IFS=$'\\t' read -r file keep to; do
  cmp -s "$keep" "$file" && mkdir -p "\${to%/*}" && ln "$keep" "$to" && rm "$file"
done`

export function pool() {
  const title =
    'Links on the drive of the kept copy for 10,000 files on another, in a pool of drives'
  const skipped = noPool()
  if (skipped) return { title, skipped }
  const { keeper, other, end } = drives()
  const [media, downloads] = [`${keeper}/Media`, `${other}/Downloads`]
  if (!existsSync(`${media}.whole`)) {
    fill(media, FILES, 100 * 1024)
    writeFileSync(`${media}.whole`, '')
  }
  const [plan, list, journal] = ['plan', 'list', 'journal.csv'].map((name) =>
    join(home, 'pool', name),
  )
  const planning = `dd-plan pool-link --branch ${word(keeper)} --branch ${word(other)} --primary ${word(media)}`
  const prepare = () => {
    for (const path of [`${keeper}/Downloads`, downloads, journal])
      rmSync(path, { recursive: true, force: true })
    shell(`cp -a ${word(media)} ${word(downloads)} && sync`)
    const find = `dd-walk ${word(media)} ${word(downloads)} | dd-group --by size | dd-hash | dd-group`
    shell(`${find} | ${planning} --quiet > ${word(plan)}`)
    shell(`jq -r '[.file.path, .keep.path, .to] | @tsv' ${word(plan)} > ${word(list)}`)
  }
  const apply = `dd-apply --apply --quiet --journal ${word(journal)} < ${word(plan)} > /dev/null`
  const contender = { prepare, warm: false }
  return race({
    title,
    contenders: [
      { ...contender, name: 'dd-apply', tool: 'dd-apply', line: apply },
      {
        ...contender,
        name: 'cmp, mkdir, ln, rm',
        tool: 'cmp',
        limit: 3,
        line: `${BARE} < ${word(list)}`,
      },
    ],
    end,
  })
}
