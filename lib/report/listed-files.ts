import { stacked } from '../fs/stacked.js'
import { filesAt } from '../record/files.js'
import type { AnyGroup, Files } from '../record/group.js'
import { firstNames } from '../record/one-file.js'

const isStacked = stacked()

/**
 * The files that a set lists of a group: each, or the first name of each file. None where fewer than
 * two would be left, which is no set.
 */
export function listedFiles({ files }: AnyGroup, hardLinks: boolean): Files {
  const listed = hardLinks ? files : firstOfEach(files)
  return listed.length < 2 ? [] : listed
}

function firstOfEach(files: Files): Files {
  const places = firstNames(files, isStacked).filter((first, place) => first === place)
  return places.length === files.length ? files : filesAt(files, places)
}
