/** Strings, which may hold any of the others, and the characters that give JSON its structure. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g

/**
 * The text of a JSON object without some of its fields and without its closing brace. The other
 * fields stay as they are spelled; in the objects inside it nothing is cut.
 * @param object valid JSON, an object with at least one field that is not cut
 */
export function cutFields(object: string, names: readonly string[]): string {
  const kept = fields(object).filter(({ name }) => !names.includes(name))
  return `{${kept.map(({ text }) => text).join(',')}`
}

type Field = { readonly name: string; readonly text: string }

function fields(object: string): Field[] {
  const found: Field[] = []
  let depth = 0
  let start = 0
  let name: string | undefined
  for (const { 0: token, index } of object.matchAll(TOKEN)) {
    const ends = depth === 1 && (token === ',' || token === '}')
    if (ends && name !== undefined) found.push({ name, text: object.slice(start, index) })
    if (ends) name = undefined
    else if (depth === 1) name ??= JSON.parse(token)
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (depth === 1 && (ends || start === 0)) start = index + 1
  }
  return found
}
