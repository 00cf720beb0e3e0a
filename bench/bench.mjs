// npm run bench [-- CASE…]: our commands against their rivals, in turns, as ratios of medians.
// BENCH_HOME says where the trees are kept (default: .bench in the repository), ROUNDS how often (5).
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { corpus } from './corpus.mjs'
import { memory } from './memory.mjs'
import { noPool, pool } from './pool.mjs'
import { has, inTurns, shell } from './turns.mjs'

const home = process.env.BENCH_HOME ?? join(import.meta.dirname, '../.bench')
const rounds = Number(process.env.ROUNDS ?? 5)
const wanted = process.argv.slice(2)
mkdirSync(home, { recursive: true })

const find = (dir) =>
  `dd-walk ${dir} | dd-group --by size | dd-hash --head | dd-group --by head | dd-hash | dd-group`

/** A copy of a tree, as both contenders must have it before they link. */
const fresh = (dir) => () => {
  rmSync(`${dir}.copy`, { recursive: true, force: true })
  spawnSync('cp', ['-a', dir, `${dir}.copy`])
  spawnSync('sync')
}

const cases = {
  walk: () => {
    const dir = corpus(home, 'small')
    return {
      tool: 'find',
      limit: 3,
      ours: { line: `dd-walk ${dir} > /dev/null` },
      theirs: { line: `find ${dir} -type f -printf '%s %D %i %T@ %C@ %p\\n' > /dev/null` },
    }
  },
  small: () => versusJdupes('small', 2.5),
  media: () => versusJdupes('media', 1),
  large: () => {
    const dir = corpus(home, 'large')
    return {
      tool: 'b3sum',
      limit: 1.3,
      ours: { line: `dd-walk ${dir} | dd-hash > /dev/null` },
      theirs: { line: `b3sum --num-threads 2 ${dir}/* > /dev/null` },
    }
  },
  partial: () => {
    const dir = corpus(home, 'partial')
    return {
      tool: 'jdupes',
      limit: 1.5,
      ours: { line: `dd-walk --min-size 0 ${dir} | dd-prefix > /dev/null 2>&1` },
      theirs: { line: `jdupes -rQ ${dir} > /dev/null 2>&1` },
    }
  },
  twins: () => {
    const dir = corpus(home, 'twins')
    return {
      tool: 'b3sum',
      limit: 1.2,
      ours: { line: `dd-walk ${dir} | dd-prefix > /dev/null` },
      theirs: { line: `b3sum ${dir}/* > /dev/null` },
    }
  },
  link: () => {
    const dir = corpus(home, 'small')
    const [copy, plan, journal] = [`${dir}.copy`, join(home, 'plan'), join(home, 'journal.csv')]
    const prepare = () => {
      fresh(dir)()
      rmSync(journal, { force: true })
      shell(`${find(copy)} | dd-plan hardlink --quiet > ${plan}`)
    }
    return {
      tool: 'jdupes',
      limit: 4,
      ours: {
        prepare,
        warm: false,
        line: `dd-apply --apply --quiet --journal ${journal} < ${plan} > /dev/null`,
      },
      theirs: { prepare: fresh(dir), warm: false, line: `jdupes -rQL ${copy} > /dev/null 2>&1` },
    }
  },
  pool: () => {
    const skip = noPool()
    return skip ? { skip } : pool(home)
  },
}

function versusJdupes(kind, limit) {
  const dir = corpus(home, kind)
  return {
    tool: 'jdupes',
    limit,
    ours: { line: `${find(dir)} > /dev/null` },
    theirs: { line: `jdupes -rQ ${dir} > /dev/null 2>&1` },
  }
}

const seconds = ({ median, min, max }) =>
  `${median.toFixed(2)} s (${min.toFixed(2)}–${max.toFixed(2)})`

function measure(name) {
  const { tool, rival = tool, limit, ours, theirs, skip, end } = cases[name]()
  const why = skip ?? (has(tool) ? undefined : `${tool} is not installed`)
  if (why) return console.log(`${name.padEnd(7)} skipped: ${why}`)
  const [a, b] = inTurns(ours, theirs, rounds)
  end?.()
  const ratio = a.median / b.median
  const verdict = ratio <= limit ? 'within' : 'OVER'
  console.log(
    `${name.padEnd(7)} ours ${seconds(a)}, ${rival} ${seconds(b)}: ratio ${ratio.toFixed(2)}, ${verdict} ${limit}`,
  )
}

function model() {
  const info = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : ''
  return /model name\s*: (.*)/.exec(info)?.[1] ?? cpus()[0]?.model ?? 'unknown'
}

console.log(
  `Node ${process.version}, ${cpus().length} cores, ${model()}; medians of ${rounds}, in turns`,
)
for (const name of Object.keys(cases))
  if (wanted.length === 0 || wanted.includes(name)) measure(name)
if (wanted.length === 0 || wanted.includes('memory'))
  for (const [name, few, many] of await memory(home)) {
    const each = (((many - few) * 2 ** 20) / 980_000).toFixed(0)
    console.log(
      `${name.padEnd(26)} peak ${few.toFixed(0)} MiB at 20,000 records, ${many.toFixed(0)} MiB at 1,000,000: ${each} bytes each`,
    )
  }
rmSync(`${join(home, 'small')}.copy`, { recursive: true, force: true })
