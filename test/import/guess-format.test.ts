import t from 'tap'
import { GUESS_BYTES, guessFormat, type Format } from '../../lib/import/guess-format.js'

// prettier-ignore
const cases: [head: string, want: Format | undefined][] = [
  ['{\n  "jdupesVersion": "1.21.3",',                          'jdupes'],
  ['{"matchSets":[]}',                                         'jdupes'],
  ['{\n  "header": {\n    "version": "0.35.0",',               'fclones'],
  ['{"header":{"version":"0.35.0"',                            'fclones'],
  ['# Report by fclones 0.35.0\n# Timestamp: 2026',            'fclones'],
  ['size,hash,count,files\n4,61,2,/a,/b\n',                    'fclones'],
  ['[\n{\n  "description": "rmlint json-dump of lint files",', 'rmlint'],
  ['[{"description":"rmlint json-dump of lint files"',         'rmlint'],
  ['[\n{\n  "id": 2680062075,\n  "type": "duplicate_file",',   'rmlint'],
  ['{\n  "6": [\n    [\n      {\n        "path": "/a"',        'czkawka'],
  ['{"6":[{"path":"/a"',                                       'czkawka'],
  ['# Automatically generated\n# duptype id depth size',       'rdfind'],
  ['# Automatically generated\n',                              undefined],
  ['DUPTYPE_FIRST_OCCURRENCE 1 0 3 65024 2263323 3 ./a\n',     undefined],
  ['{"header":{}}',                                            undefined],
  ['[{"type":"duplicate_file"}]',                              undefined],
  ['{"type":"group","files":[]}\n',                            undefined],
  ['d/a\nd/b\n\n',                                             undefined],
  ['6 bytes each:\nd/a\n',                                     undefined],
  ['{}',                                                       undefined],
  ['',                                                         undefined],
]

for (const [head, want] of cases)
  t.test(`${JSON.stringify(head)}: ${want}`, async (t) => {
    t.equal(guessFormat(head), want)
    t.ok(head.length < GUESS_BYTES)
  })
