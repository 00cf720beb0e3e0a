import type { PathFields } from '../record/path.js'
import { quote } from './message.js'

type Pool = { readonly point: PathFields; readonly branches: readonly PathFields[] | undefined }

/** What to say when a mergerfs pool is walked. */
export function poolNote({ point, branches }: Pool): string {
  const names = branches?.map(quote).join(' ') ?? 'as its mount command or fstab(5) names them'
  return `${quote(point)} is a mergerfs pool: walk its branches, one dd-walk a disk: ${names}`
}
