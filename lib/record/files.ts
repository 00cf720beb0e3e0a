import type { FileRecord } from './file.js'
import type { Files } from './group.js'
import { isHere } from './host.js'

/** Some files of a list, found again where they are: a list of its own would hold them all as records. */
export function filesAt(files: Files, places: ArrayLike<number>): Files {
  const at = (index: number) => {
    const place = places[index]
    return place === undefined ? undefined : files.at(place)
  }
  return {
    length: places.length,
    at,
    *[Symbol.iterator](): Generator<FileRecord> {
      for (let i = 0; i < places.length; i++) yield at(i)!
    },
  }
}

/** Those on this machine; the list itself where all are. */
export function hereOf(files: Files): Files {
  if (files.areHere === true) return files
  const places: number[] = []
  let place = 0
  for (const file of files) {
    if (isHere(file)) places.push(place)
    place++
  }
  return places.length === files.length ? files : filesAt(files, places)
}
