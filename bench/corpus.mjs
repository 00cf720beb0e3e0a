// Trees to measure on: the same bytes, names and times every time. Kept between runs.
import { createCipheriv, createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { home, quick } from './settings.mjs'

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

/** `least` to `most` - 1 bytes, one in five a copy of an earlier one. */
function copies(root, files, seed, least, most) {
  const bytes = source(seed)
  const random = () => bytes(6).readUIntBE(0, 6) / 2 ** 48
  const place = placer(root)
  const kept = []
  for (let i = 0; i < files; i++) {
    const copy = kept.length > 0 && random() < 0.2
    const data = copy
      ? kept[Math.floor(random() * kept.length)]
      : bytes(least + Math.floor(random() * (most - least)))
    if (!copy && kept.length < 2000) kept.push(data)
    put(place(i, `file_${i}.dat`), data, i)
  }
}

/** 100 B to 8 KiB. */
const small = (root, files) => copies(root, files, 'small', 100, 8192)

/** 1 to 1,000 bytes; a fifth of the files in `part`, of the same kind as the others. */
function million(root, files) {
  copies(join(root, 'part'), files / 5, 'part', 1, 1001)
  copies(join(root, 'rest'), (files / 5) * 4, 'rest', 1, 1001)
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

/** Of one size: two equal pairs, and two that differ from them in one byte after a third. */
function pairs(root, files, size) {
  mkdirSync(root, { recursive: true })
  for (let i = 0; i < files; i++) {
    const data = source(`pair ${i % 2}`)(size)
    if (i >= 4) data[Math.floor(size / 3)] ^= 1
    put(join(root, `large_${i}.bin`), data, i)
  }
}

/**
 * 42 empty files, 7 truncated copies, 28 copies, the rest unlike, of 200 B to 100 KB; a third of them
 * share a header of 1 KiB, as files with a licence do.
 */
function partial(root, files) {
  const bytes = source('partial')
  const random = () => bytes(6).readUIntBE(0, 6) / 2 ** 48
  const place = placer(root)
  const header = bytes(1024)
  const wholes = []
  for (let i = 0; i < files - 77; i++) {
    const body = bytes(Math.floor(200 * 500 ** random()))
    const data = i % 3 === 0 ? Buffer.concat([header, body]) : body
    if (wholes.length < 40 && data.length > 50_000) wholes.push(data)
    put(place(i, `f${i}`), data, i)
  }
  for (let i = 0; i < 77; i++) {
    const whole = wholes[i % wholes.length]
    const data = i < 42 ? Buffer.alloc(0) : i < 49 ? whole.subarray(0, 20_000 + i * 611) : whole
    put(place(files - 77 + i, `f${files - 77 + i}`), data, i)
  }
}

/** Equal files. */
function twins(root, files, size) {
  mkdirSync(root, { recursive: true })
  const data = source('twins')(size)
  for (let i = 0; i < files; i++) put(join(root, `twin_${i}.bin`), data, i)
}

/** Files of one size below `root`, no two alike. */
export function fill(root, files, size) {
  const bytes = source('fill')
  const place = placer(root)
  for (let i = 0; i < files; i++) put(place(i, `file_${i}.bin`), bytes(size), i)
}

const MIB = 2 ** 20

/** How to make each kind, and from what: number of files, size; in full, and to try the bench. */
const KINDS = {
  'small-5000': { make: small, full: [5000], tiny: [100] },
  'small-20000': { make: small, full: [20_000], tiny: [200] },
  'small-50000': { make: small, full: [50_000], tiny: [300] },
  'small-100000': { make: small, full: [100_000], tiny: [300] },
  small: { make: small, full: [200_000], tiny: [400] },
  media: { make: media, full: [600], tiny: [30] },
  pairs: { make: pairs, full: [6, 512 * MIB], tiny: [6, MIB] },
  million: { make: million, full: [1_000_000], tiny: [2000] },
  partial: { make: partial, full: [85_000], tiny: [500] },
  twins: { make: twins, full: [2, 700 * MIB], tiny: [2, MIB] },
}

const amounts = (kind) => KINDS[kind][quick ? 'tiny' : 'full']

/** How many files a corpus has. */
export const countOf = (kind) => amounts(kind)[0]

/** The directory of a corpus, made if it is not there whole. */
export function corpus(kind) {
  const root = join(home, kind)
  if (existsSync(`${root}.whole`)) return root
  process.stderr.write(`bench: making ${root}\n`)
  KINDS[kind].make(root, ...amounts(kind))
  writeFileSync(`${root}.whole`, '')
  return root
}
