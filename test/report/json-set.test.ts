import t from 'tap'
import { jsonSet } from '../../lib/report/json-set.js'

t.test('fields, then a list with commas between its items', async (t) => {
  t.strictSame(
    [...jsonSet(['"a": 1', '"b": 2'], 'list', ['"x"', '"y"', '"z"'])],
    [
      '    {',
      '      "a": 1,',
      '      "b": 2,',
      '      "list": [',
      '        "x",',
      '        "y",',
      '        "z"',
      '      ]',
    ],
  )
})

t.test('many items', async (t) => {
  t.equal([...jsonSet([], 'list', new Array(200_000).fill('1'))].length, 200_003)
})
