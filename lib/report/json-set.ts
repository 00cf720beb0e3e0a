/**
 * A set of files as lines of a JSON document, the brace that ends it left out: whether a comma follows
 * is known when the next set comes.
 * @param fields, and @param items: as JSON
 * @param list the name of the array of items
 */
export function* jsonSet(
  fields: readonly string[],
  list: string,
  items: Iterable<string>,
): Generator<string> {
  yield '    {'
  for (const field of fields) yield `      ${field},`
  yield `      "${list}": [`
  let last: string | undefined
  for (const item of items) {
    if (last !== undefined) yield `        ${last},`
    last = item
  }
  if (last !== undefined) yield `        ${last}`
  yield '      ]'
}
