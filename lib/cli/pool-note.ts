import type { PathFields } from '../record/path.js'
import { quote } from './message.js'

type Pool = { readonly point: PathFields; readonly branches: readonly PathFields[] | undefined }

/** What to say when a mergerfs pool is walked. @param advice what to do with its branches instead */
export function poolNote({ point, branches }: Pool, advice: string): string {
  const names = branches?.map(quote).join(' ') ?? 'as its mount command or fstab(5) names them'
  return `${quote(point)} is a mergerfs pool: ${advice}: ${names}`
}
