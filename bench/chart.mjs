import { judged } from './judged.mjs'

const CACHES = ['warm', 'cold']
const COLORS = ['#d95f02', '#1f78b4']

/**
 * The results of all who find duplicates, as SVG: for each case and contender the median, the fastest and
 * the slowest run, in multiples of our median; undefined if none of them was run.
 */
export async function chart(results) {
  const found = Object.entries(results).filter(([, { rows }]) => rows?.some(({ found }) => found))
  if (found.length === 0) return undefined
  const [{ View, parse }, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const { spec } = compile({
    background: 'white',
    padding: 10,
    title: {
      text: 'Time to find all duplicates, in multiples of that of dd-dupes',
      subtitle:
        'median, fastest and slowest run; logarithmic; left of the line is faster than dd-dupes',
      anchor: 'start',
      offset: 15,
    },
    vconcat: found.map(([name, result]) => panel(name, dots(result))),
    resolve: { scale: { x: 'shared' } },
  })
  return new View(parse(spec), { renderer: 'none' }).toSVG()
}

function dots(result) {
  const rows = judged(result)
  return rows.flatMap(({ name, caches }) =>
    Object.entries(caches).map(([cache, { median, min, max }]) => {
      const ours = rows[0].caches[cache].median
      const label = `${median.toPrecision(3)} s`
      return { name, cache, label, median: median / ours, min: min / ours, max: max / ours }
    }),
  )
}

function panel(name, values) {
  const x = (field) => ({ field, type: 'quantitative', scale: { type: 'log' }, title: null })
  const encoding = {
    y: { field: 'name', type: 'nominal', sort: null, title: null },
    yOffset: { field: 'cache', sort: CACHES },
    color: { field: 'cache', scale: { domain: CACHES, range: COLORS } },
  }
  const text = { type: 'text', align: 'left', dx: 6, fontSize: 9 }
  return {
    title: { text: name, anchor: 'start' },
    width: 600,
    height: { step: 12, for: 'offset' },
    data: { values },
    layer: [
      { mark: { type: 'rule', color: '#bbb' }, encoding: { x: { datum: 1 } } },
      { mark: 'rule', encoding: { ...encoding, x: x('min'), x2: { field: 'max' } } },
      {
        mark: { type: 'point', filled: true, opacity: 1 },
        encoding: { ...encoding, x: x('median') },
      },
      { mark: text, encoding: { ...encoding, x: x('max'), text: { field: 'label' } } },
    ],
  }
}
