// Trees to measure on: the same bytes, names and times every time. Kept between runs.
import { createCipheriv, createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A stream of reproducible bytes. */
function source(seed) {
  const key = createHash('md5').update(seed).digest()
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16))
  return (size) => cipher.update(Buffer.alloc(size))
}

function placer(root) {
  const made = new Set()
  return (i, name) => {
    const dir = join(root, `d${Math.floor(i / 2000)}`, `s${Math.floor(i / 100) % 20}`)
    if (!made.has(dir)) mkdirSync(dir, { recursive: true })
    made.add(dir)
    return join(dir, name)
  }
}

function put(path, data, i) {
  writeFileSync(path, data)
  utimesSync(path, 1.6e9 + i, 1.6e9 + i)
}

/** 100 B to 8 KiB, one in five a copy of an earlier one. */
function small(root, files) {
  const bytes = source('small')
  const random = () => bytes(6).readUIntBE(0, 6) / 2 ** 48
  const place = placer(root)
  const kept = []
  for (let i = 0; i < files; i++) {
    const copy = kept.length > 0 && random() < 0.2
    const data = copy
      ? kept[Math.floor(random() * kept.length)]
      : bytes(100 + Math.floor(random() * 8092))
    if (!copy && kept.length < 2000) kept.push(data)
    put(place(i, `file_${i}.dat`), data, i)
  }
}

/** 20 KiB to 40 MiB; copies, files that differ in their last byte only, hard links. */
function media(root, files) {
  const bytes = source('media')
  const random = () => bytes(6).readUIntBE(0, 6) / 2 ** 48
  const place = placer(root)
  const made = []
  for (let i = 0; i < files; i++) {
    const path = place(i, `media_${i}.bin`)
    const dice = made.length > 9 ? random() : 1
    const from = dice < 0.23 ? made[Math.floor(random() * made.length)] : undefined
    if (from && dice < 0.03) {
      linkSync(from.path, path)
      continue
    }
    const size = from?.size ?? Math.floor(20480 * 2048 ** random())
    const seed = from?.seed ?? `media ${i}`
    const data = source(seed)(size)
    if (from && dice >= 0.18) data[size - 1] ^= 1
    put(path, data, i)
    if (!from) made.push({ path, size, seed })
  }
}

/** Files of 512 MiB, no two alike. */
function large(root, files) {
  mkdirSync(root, { recursive: true })
  for (let i = 0; i < files; i++)
    put(join(root, `large_${i}.bin`), source(`large ${i}`)(512 * 2 ** 20), i)
}

/** Files of one size below `root`, no two alike. */
export function fill(root, files, size) {
  const bytes = source('fill')
  const place = placer(root)
  for (let i = 0; i < files; i++) put(place(i, `file_${i}.bin`), bytes(size), i)
}

const KINDS = { small: [small, 200_000], media: [media, 600], large: [large, 6] }

/** The directory of a corpus, made if it is not there whole. */
export function corpus(home, kind) {
  const root = join(home, kind)
  const [make, files] = KINDS[kind]
  if (existsSync(`${root}.whole`)) return root
  process.stderr.write(`bench: making ${root}\n`)
  make(root, files)
  writeFileSync(`${root}.whole`, '')
  return root
}
