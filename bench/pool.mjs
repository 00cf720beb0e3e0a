// 10,000 files of 100 KiB that a drive has and another has, too: linked by us, and by the bare commands.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill } from './corpus.mjs'
import { shell } from './turns.mjs'

const FILES = 10_000
const IMAGE_BYTES = 3 * 2 ** 30

/** The two drives, mounted; call `end` when all is done. */
function drives(home) {
  const [keeper, other] = ['disk1', 'disk2'].map((name) => join(home, 'pool', name))
  for (const dir of [keeper, other]) {
    mkdirSync(dir, { recursive: true })
    if (!existsSync(`${dir}.img`)) {
      writeFileSync(`${dir}.img`, '')
      truncateSync(`${dir}.img`, IMAGE_BYTES)
      shell(`mkfs.ext4 -q -F ${dir}.img`)
    }
    shell(`mountpoint -q ${dir} || mount -o loop ${dir}.img ${dir}`)
  }
  const end = () => shell(`umount ${keeper} ${other}`)
  return { keeper, other, end }
}

/** Why this cannot be measured here, or undefined. */
export function noPool() {
  const can =
    process.getuid?.() === 0 && spawnSync('sh', ['-c', 'command -v mkfs.ext4']).status === 0
  return can ? undefined : 'needs root and mkfs.ext4'
}

/** What the old way comes to: compare, make the directory, link, remove. */
const BARE = `while IFS=$'\\t' read -r file keep to; do
  cmp -s "$keep" "$file" && mkdir -p "\${to%/*}" && ln "$keep" "$to" && rm "$file"
done`

export function pool(home) {
  const { keeper, other, end } = drives(home)
  if (!existsSync(`${keeper}/Media.whole`)) {
    fill(`${keeper}/Media`, FILES, 100 * 1024)
    writeFileSync(`${keeper}/Media.whole`, '')
  }
  const [plan, list, journal] = ['plan', 'list', 'journal.csv'].map((name) =>
    join(home, `pool/${name}`),
  )
  const branches = `--branch ${keeper} --branch ${other}`
  const prepare = () => {
    rmSync(`${keeper}/Downloads`, { recursive: true, force: true })
    rmSync(`${other}/Downloads`, { recursive: true, force: true })
    rmSync(journal, { force: true })
    shell(`cp -a ${keeper}/Media ${other}/Downloads && sync`)
    const find = `dd-walk ${keeper}/Media ${other}/Downloads | dd-group --by size | dd-hash | dd-group`
    shell(`${find} | dd-plan pool-link ${branches} --primary ${keeper}/Media --quiet > ${plan}`)
    shell(`jq -r '[.file.path, .keep.path, .to] | @tsv' ${plan} > ${list}`)
  }
  const apply = `dd-apply --apply --quiet --journal ${journal} < ${plan} > /dev/null`
  return {
    tool: 'jq',
    rival: 'cmp+mkdir+ln+rm',
    limit: 3,
    end,
    ours: { prepare, warm: false, line: apply },
    theirs: { prepare, warm: false, line: `${BARE} < ${list}` },
  }
}
