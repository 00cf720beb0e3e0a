import type { Dir, Place } from '../fs/disk.js'
import { Refusal } from './refusal.js'
import type { Run } from './scene.js'

/**
 * Make a directory that nobody else can look into, and dress it before anything is put in.
 * Not durable yet.
 * @param dress gives it the owner, mode and so on that it is to have
 * @throws {Refusal} `changed`: whoever may write to its parent put another directory in its place,
 *   and would have been given that
 */
export function newDir({ disk }: Run, place: Place, dress: (dir: Dir) => void): void {
  disk.mkdir(place, 0o700)
  const dir = disk.openDirAt(place)
  try {
    if (!disk.isEmpty(dir))
      throw new Refusal('changed', 'another directory took the name of one that was made')
    dress(dir)
  } finally {
    disk.closeDir(dir)
  }
}
