/** What programs add to the name of a file that is not whole yet, or of one that is in the way. */
const ADDED: readonly [hint: string, pattern: RegExp][] = [
  ['name.part', /^(.+)\.(?:part|partial|filepart)$/i],
  ['name.crdownload', /^(.+)\.(?:crdownload|download|opdownload)$/i],
  ['name.!qB', /^(.+)\.!(?:qb|ut|bt)$/i],
  ['name~', /^(.+)~$/],
  ['name.1', /^(.+)\.\d{1,3}$/],
  ['name (1)', /^(.+?) ?\(\d{1,3}\)((?:\.[^()]*)?)$/],
  ['.name.rsync', /^\.(.+)\.[A-Za-z0-9]{6}$/],
]

/** What a copy may have in addition, while the whole file has the plain name. */
const NUMBERED = ['name.1', 'name (1)', 'name~']

/**
 * What the names of a file and of a larger one that it begins tell: `same-name`, or how one was made
 * from the other. Pure.
 * @param name without its directory, as `whole`
 * @returns a hint of dd-records(5), or undefined: the names have nothing to do with each other
 */
export function nameHint(name: string, whole: string): string | undefined {
  if (name === whole) return 'same-name'
  for (const [hint, pattern] of ADDED) {
    if (without(pattern, name) === whole) return hint
    if (NUMBERED.includes(hint) && without(pattern, whole) === name) return hint
  }
  return undefined
}

function without(pattern: RegExp, name: string): string | undefined {
  const found = pattern.exec(name)
  return found === null ? undefined : `${found[1]}${found[2] ?? ''}`
}
