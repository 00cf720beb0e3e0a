/**
 * The text of a JSON object without some of its members; every other byte stays, so that no number
 * and no field that we do not know is changed by reading and writing it.
 * @param json an object, valid JSON
 * @param names of members of the object itself; those of objects inside it stay
 */
export function dropMembers(json: string, names: readonly string[]): string {
  const kept = members(json).filter((member) => !names.includes(nameOf(member)))
  return `{${kept.join(',')}}`
}

/** The texts between the commas of the outermost object. */
function members(json: string): string[] {
  const found: string[] = []
  let from = json.indexOf('{') + 1
  let depth = 1
  for (let at = from; depth > 0 && at < json.length; at++) {
    const char = json[at]
    if (char === '"') at = stringEnd(json, at)
    else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    if (depth === 0 || (depth === 1 && char === ',')) {
      found.push(json.slice(from, at))
      from = at + 1
    }
  }
  return found
}

/** Where the string that starts at `start` has its closing quote. Not a regular expression: it may be 100 MB. */
function stringEnd(json: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = json.indexOf('"', at)
    let slashes = 0
    while (json[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at
  }
}

function nameOf(member: string): string {
  const start = member.indexOf('"')
  return JSON.parse(member.slice(start, stringEnd(member, start) + 1))
}
