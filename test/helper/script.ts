import { join } from 'node:path'
import { ROOT } from './sources.js'

/** What a file in scripts/ exports. They are plain JavaScript, without types. */
export function script(path: string): Promise<any> {
  return import(join(ROOT, 'scripts', path))
}
