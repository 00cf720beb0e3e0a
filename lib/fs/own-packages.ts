import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

let load: ((name: string) => unknown) | undefined

/**
 * Load a package that was installed with this one. Node would go on to look in `node_modules` of every directory
 * above, in NODE_PATH and in $HOME: where others may write there, root would run what they have put there.
 * @throws {NodeJS.ErrnoException} MODULE_NOT_FOUND: it is not installed; EMFILE, ENFILE; what it throws itself
 */
export function requireOwn(name: string): unknown {
  load ??= ownLoader()
  try {
    return load(name)
  } catch (error) {
    throw noFile() ?? error // of a file that it may not open Node says that it is not there
  }
}

/** Where Node looks for what a module asks for; null: it is part of Node. */
type Lookup = (request: string, asker?: Asker | null) => string[] | null
type Asker = { readonly filename?: string | null }

/** What a package asks for in turn is looked for there, too: Node has no other way to say so, before 22.15. */
function ownLoader(): (name: string) => unknown {
  const require = createRequire(import.meta.url)
  const node: { _resolveLookupPaths?: Lookup } = require('node:module')
  const lookup = node._resolveLookupPaths
  if (!lookup) throw new Error('this Node cannot be told where to look for packages')
  const root = rootOf(fileURLToPath(import.meta.url))
  node._resolveLookupPaths = (request, asker) => {
    const directories = lookup.call(node, request, asker)
    if (RELATIVE.test(request) || directories === null) return directories
    return directories.filter((one) => isOwn(resolve(one), root, asker?.filename ?? ''))
  }
  return require
}

const RELATIVE = /^\.{1,2}(?:\/|$)/

/** The directory of package.json: what is built lies in dist/bin/code and dist/lib/fs below it. */
function rootOf(file: string): string | undefined {
  return /^(.*)\/dist\/(?:bin\/code|lib\/fs)\/[^/]+$/.exec(file)?.[1]
}

/**
 * Is this directory, in which Node would look for a package, one that came with who asks for it? One inside our
 * package is; and so is a `node_modules` in which the one who asks lies: there a package manager puts beside
 * it what it depends on, and who may write there may replace it as well.
 */
function isOwn(directory: string, root: string | undefined, asker: string): boolean {
  if (root !== undefined && directory.startsWith(root + sep)) return true
  return basename(directory) === 'node_modules' && asker.startsWith(directory + sep)
}

/** Why no file at all can be opened now: EMFILE, ENFILE. */
function noFile(): Error | undefined {
  try {
    closeSync(openSync(fileURLToPath(import.meta.url), 'r'))
    return undefined
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return Object.assign(new Error(message), { code }) // not with a path: which file it was is of no matter
  }
}
