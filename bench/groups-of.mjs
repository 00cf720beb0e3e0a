import { shell, word } from './shell.mjs'

/**
 * The groups that a finder wrote to the file `out`, as a map from the inodes of a group to two of its
 * names. Hard links of one file count as one: some list one of them, some all.
 * @param format of dd-import; undefined for groups of our own
 */
export function groupsOf(out, format) {
  const read = format ? `dd-import --quiet --format ${format}` : 'cat'
  const { stdout, stderr } = shell(`${read} < ${word(out)}`)
  const groups = new Map()
  for (const line of stdout.split('\n')) {
    if (line === '') continue
    const { files } = JSON.parse(line)
    const names = new Map(
      files.map((file) => [`${file.dev}:${file.ino}`, file.path ?? file.path64]),
    )
    groups.set([...names.keys()].sort().join(' '), [...names.values()].sort().slice(0, 2))
  }
  return { groups, refused: stderr.split('\n').filter(Boolean) }
}

/** How the groups that another has found differ from ours, with some examples. */
export function difference(ours, theirs) {
  const less = (from, than) => [...from.groups].filter(([key]) => !than.groups.has(key))
  const [missing, more] = [less(ours, theirs), less(theirs, ours)]
  const examples = [
    ...missing.slice(0, 3).map(([, names]) => `only ours: ${names.join(' = ')}`),
    ...more.slice(0, 3).map(([, names]) => `only theirs: ${names.join(' = ')}`),
    ...theirs.refused.slice(0, 3),
  ]
  return { groups: theirs.groups.size, missing: missing.length, more: more.length, examples }
}
