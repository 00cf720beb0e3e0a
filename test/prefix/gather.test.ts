import t from 'tap'
import { Files } from '../../lib/prefix/files.js'
import { gather, lookedOf } from '../../lib/prefix/gather.js'
import type { PrefixCrew, Reply } from '../../lib/prefix/work.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { CountedReads } from '../helper/counted-reads.js'
import { lines } from '../helper/listed.js'
import { crewHere } from '../helper/remembered.js'

const contents = Array.from({ length: 12 }, (_, i) => [`/${i}`, Buffer.alloc(i, 'x')] as const)

/** @param unreadable the numbers of files that fail */
function example(unreadable: readonly number[] = []) {
  const fs = new CountedReads(contents)
  fs.onRead = (path) => {
    if (unreadable.includes(Number(path.slice(1))))
      throw Object.assign(new Error('sorry'), { code: 'EIO' })
  }
  const faults: string[] = []
  const ticks: [number, number][] = []
  const files = new Files()
  const tick = (count: number, bytes: number) => ticks.push([count, bytes])
  const go = (crew: PrefixCrew, blocks: readonly string[]) =>
    gather(chunks(blocks), files, crew, {
      fail: ({ file }) => void faults.push(files.path(file)),
      tick,
    })
  return { fs, files, faults, ticks, go }
}

async function* chunks(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

/** Answers the later the sooner it was asked. */
function backwards(crew: PrefixCrew): PrefixCrew {
  let left = 40
  return {
    ...crew,
    run: async (task) => {
      const reply = await crew.run(task)
      for (let turns = (left -= 3); turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve))
      return reply
    },
  }
}

const inBlocks = (fs: CountedReads, size: number) => {
  const all = fs.records()
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    lines(all.slice(i * size, (i + 1) * size)),
  )
}

for (const size of [1, 5, 12])
  for (const limit of [1, 4, 100])
    t.test(`blocks of ${size}, ${limit} at a time, whoever is done first`, async (t) => {
      const { fs, files, faults, ticks, go } = example([3, 7, 8])
      await go(backwards(crewHere(fs, {}, limit).crew), inBlocks(fs, size))
      t.equal(files.count, 12)
      t.strictSame(
        contents.map((_, i) => files.path(i)),
        contents.map(([path]) => path),
      )
      t.strictSame(faults, ['/3', '/7', '/8'])
      t.equal(ticks.length, Math.ceil(12 / size))
      t.strictSame(
        ticks.reduce(([n, b], [count, bytes]) => [n + count, b + bytes], [0, 0]),
        [12, 66],
      )
    })

t.test('no more are under way than the crew can take', async (t) => {
  const { fs, go } = example()
  const { crew } = crewHere(fs, {}, 3)
  let [active, most] = [0, 0]
  const counted: PrefixCrew = {
    ...crew,
    run: async (task) => {
      most = Math.max(most, ++active)
      await new Promise((resolve) => setImmediate(resolve))
      active--
      return crew.run(task)
    },
  }
  await go(counted, inBlocks(fs, 1))
  t.ok(most >= 3 && most <= 4, `${most}`)
})

t.test('no input', async (t) => {
  const { fs, files, go } = example()
  await go(crewHere(fs).crew, [])
  t.equal(files.count, 0)
})

for (const limit of [1, 4, 100])
  t.test(`a bad line: its number; what was before is told first; ${limit} at a time`, async (t) => {
    const { fs, files, faults, go } = example([1, 11])
    const blocks = inBlocks(fs, 2)
    blocks.splice(3, 0, '\n{"type":"none"}\n')
    blocks.push('no JSON\n')
    const error = await go(backwards(crewHere(fs, {}, limit).crew), blocks).then(
      () => undefined,
      (error) => error,
    )
    t.ok(error instanceof BadLine)
    t.equal(error.line, 8)
    t.match(error.reason, /"type"/)
    t.strictSame(faults, ['/1'])
    t.equal(files.count, 6)
  })

t.test('input that is cut short', async (t) => {
  const { fs, go } = example()
  await t.rejects(go(crewHere(fs).crew, [...inBlocks(fs, 4), '{"type":']), {
    message: /line 13: cut short/,
  })
})

t.test('a crew that fails', async (t) => {
  const { fs, go } = example()
  const crew: PrefixCrew = {
    limit: 2,
    close: () => {},
    run: async () => {
      throw new Error('a thread has died')
    },
  }
  await t.rejects(go(crew, inBlocks(fs, 1)), { message: 'a thread has died' })
})

t.test('another reply than to what was asked', async (t) => {
  const reply = {
    compared: { isEqual: true, isZero: true, isText: true, failures: [] },
  } satisfies Reply
  t.throws(() => lookedOf(reply), /another reply/)
  t.throws(() => lookedOf({ bad: { line: 3, reason: 'no' } }), { message: 'line 3: no' })
})
