import type { Note } from '../record/result.js'
import type { StepRecord } from '../record/step.js'
import { believed } from './believed.js'
import type { Run } from './scene.js'

/**
 * Give a new file the owner, mode, attributes and times of the one that it brings back, as far as this
 * user may give them on this file system, and as far as a plan is believed.
 * @param keep its open keeper; without attributes in the step it gets those
 * @returns what it lacks
 */
export function giveBack(
  { disk, witness }: Run,
  made: number,
  step: StepRecord,
  keep: number | undefined,
): Note | undefined {
  const { file, bytes, xattrs } = step
  const lacks = new Set<string>()
  const lacking = (what: string) => void lacks.add(what)
  const like = keep === undefined ? undefined : likeOf(disk, keep)
  const { uid, gid, mode } = file
  const all = xattrs === undefined ? like?.xattrs : JSON.stringify(xattrs)
  const metadata = { uid, gid, mode, mtimeNs: BigInt(file.mtimeNs), ...(all && { xattrs: all }) }
  const whole = bytes === undefined && like?.stat.size === BigInt(file.size)
  const proof = { keep: whole ? like : undefined, own: () => disk.xattrs(made) }
  const given = witness.saw(step) ? metadata : believed(metadata, proof, lacking)
  disk.setMetadata(made, given, lacking)
  return noteOf([...lacks])
}

function likeOf(disk: Run['disk'], fd: number) {
  return { stat: disk.fstat(fd), xattrs: disk.xattrs(fd) }
}

function noteOf(lacks: readonly string[]): Note | undefined {
  if (lacks.length === 0) return undefined
  const code = CODES.find(([what]) => lacks.includes(what))?.[1] ?? 'metadata'
  return { code, message: `came back without its ${lacks.join(', ')}` }
}

/** What weighs most comes first. */
const CODES: readonly [what: string, code: string][] = [
  ['owner', 'owner'],
  ['group', 'owner'],
  ['set-id bits', 'setid'],
]
