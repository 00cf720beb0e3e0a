import type { BigIntStats } from 'node:fs'
import type { Directory } from './directory.js'
import type { Make } from './found-files.js'
import { utf8Text } from './latin1-path.js'

/** Names that are the same in UTF-8, in latin1 and between the quotes of JSON. */
const PLAIN = /^[ !#-[\]-~]*$/

/**
 * Makes the line of JSON, without its LF, of the record of a file. Put together by hand, because
 * `JSON.stringify` of the record would take longer than `lstat`; a test holds one against the other.
 */
export function fileLines(): Make<string> {
  let last: Directory | undefined
  let head: string | undefined
  let tail = ''
  return (dir, name, stat) => {
    if (dir !== last) {
      last = dir
      head = headOf(dir)
      tail = tailOf(dir)
    }
    const plain = head !== undefined && PLAIN.test(name)
    return `${plain ? `${head}${name}"` : oddHead(dir, name)}${tail}${numbersOf(stat)}`
  }
}

/** Up to the name; undefined where the directory is not UTF-8 and so has no `path`. */
function headOf(dir: Directory): string | undefined {
  const text = utf8Text(`${dir.path}/`)
  return text === undefined ? undefined : `{"type":"file","path":${inner(text)}`
}

/** A string of JSON without its closing quote. */
function inner(text: string): string {
  return JSON.stringify(text).slice(0, -1)
}

function oddHead(dir: Directory, name: string): string {
  return `{"type":"file",${pathField('path', `${dir.path}/${name}`)}`
}

function tailOf(dir: Directory): string {
  return `,${pathField('root', dir.root)},"size":`
}

function pathField(field: string, path: string): string {
  const text = utf8Text(path)
  if (text !== undefined) return `"${field}":${JSON.stringify(text)}`
  return `"${field}64":"${Buffer.from(path, 'latin1').toString('base64')}"`
}

/** From the value of `size` on. Node gives inodes and devices above 2^63 as negative numbers. */
function numbersOf(stat: BigIntStats): string {
  const { size, dev, ino, nlink, mode, uid, gid, mtimeNs, ctimeNs, blocks } = stat
  return (
    `${Number(size)},"dev":"${BigInt.asUintN(64, dev)}","ino":"${BigInt.asUintN(64, ino)}",` +
    `"nlink":${Number(nlink)},"mode":${Number(mode)},"uid":${Number(uid)},"gid":${Number(gid)},` +
    `"mtimeNs":"${mtimeNs}","ctimeNs":"${ctimeNs}","blocks":${Number(blocks)}}`
  )
}
