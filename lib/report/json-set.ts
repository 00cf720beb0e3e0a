/**
 * A set of files as lines of a JSON document, the brace that ends it left out: whether a comma follows
 * is known when the next set comes.
 * @param fields, and @param items: as JSON
 * @param list the name of the array of items
 */
export function jsonSet(
  fields: readonly string[],
  list: string,
  items: readonly string[],
): readonly string[] {
  const last = items.length - 1
  return [
    '    {',
    ...fields.map((field) => `      ${field},`),
    `      "${list}": [`,
    ...items.map((item, i) => (i < last ? `        ${item},` : `        ${item}`)),
    '      ]',
  ]
}
