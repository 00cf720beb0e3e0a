import t from 'tap'
import { Frame, WORD } from '../../lib/group/frame.js'
import { Slabs } from '../../lib/group/slabs.js'

/** The smallest slab. */
const SLAB = 4096

t.test('frames lie where refs point, and do not overlap', async (t) => {
  const slabs = new Slabs(2 ** 20)
  const sizes = Array.from({ length: 500 }, (_, i) => 4 * (11 + ((i * 37) % 300)))
  const refs = sizes.map((bytes) => slabs.reserve(bytes)!)
  for (const [i, ref] of refs.entries())
    slabs.slabOf(ref).words.fill(i, slabs.wordOf(ref), slabs.wordOf(ref) + sizes[i]! / 4)
  const frame = new Frame()
  for (const [i, ref] of refs.entries()) {
    t.equal(slabs.show(ref, frame).word(0), i)
    t.equal(frame.word(sizes[i]! / 4 - 1), i)
  }
  const column = slabs.column(Uint32Array.from(refs), { word: WORD.inoLow })
  t.strictSame([...column], [...refs.keys()])
  const turned = slabs.column(Uint32Array.from(refs), { word: 0, turn: (word) => 500 - word })
  t.equal(turned[1], 499)
})

t.test('the budget ends what can be reserved', async (t) => {
  const slabs = new Slabs(3 * SLAB)
  const reserved = Array.from({ length: 4 }, () => slabs.reserve(SLAB))
  t.strictSame(
    reserved.map((ref) => ref !== undefined),
    [true, true, true, false],
  )
  slabs.clear()
  t.not(slabs.reserve(SLAB), undefined, 'after clear there is room again')
})

t.test('memory is used again', async (t) => {
  const slabs = new Slabs(3 * SLAB)
  const first = slabs.slabOf(slabs.reserve(SLAB)!)
  slabs.clear()
  t.equal(slabs.slabOf(slabs.reserve(SLAB)!), first)
})

t.test(
  'a frame that is larger than a slab, or than the budget, fits when nothing else is there',
  async (t) => {
    const slabs = new Slabs(3 * SLAB)
    const large = slabs.reserve(10 * SLAB)!
    t.equal(slabs.slabOf(large).bytes.length, 10 * SLAB)
    t.equal(slabs.reserve(44), undefined)
    slabs.clear()
    t.equal(slabs.slabOf(slabs.reserve(44)!).bytes.length, SLAB, 'it is not kept for small ones')
  },
)

t.test('frames follow a large one in a slab of their own', async (t) => {
  const slabs = new Slabs(2 ** 20)
  const refs = [44, 100 * SLAB, 44, 44].map((bytes) => slabs.reserve(bytes)!)
  t.equal(new Set(refs).size, 4)
  const [before, large, after, next] = refs.map((ref) => slabs.slabOf(ref))
  t.not(before, large)
  t.not(large, after)
  t.equal(after, next)
})
