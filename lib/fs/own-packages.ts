import { closeSync, openSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { basename, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Load a package that was installed with this one. Node would go on to look in `node_modules` of every directory
 * above, in NODE_PATH and in $HOME: where others may write there, root would run what they have put there.
 * @throws {NodeJS.ErrnoException} MODULE_NOT_FOUND: it is not installed; EMFILE, ENFILE; what it throws itself
 */
export function requireOwn(name: string): unknown {
  if (lookup === undefined)
    throw new Error(`${name}: this Node cannot be told where to look for it`)
  try {
    return fromHere(name)
  } catch (error) {
    throw noFile() ?? error // of a file that it may not open Node says that it is not there
  }
}

const THIS_FILE = fileURLToPath(import.meta.url)
const fromHere = createRequire(import.meta.url)

/** The directory of package.json. What is built lies in dist/bin/code and dist/lib/fs below it. */
const ROOT = /^(.*)\/dist\/(?:bin\/code|lib\/fs)\/[^/]+$/.exec(THIS_FILE)?.[1]

/**
 * Is this directory, in which Node would look for a package, one that came with who asks for it? One inside our
 * package is; and so is a `node_modules` in which the one who asks lies: there a package manager puts beside
 * it what it depends on, and who may write there may replace it as well.
 */
function isOwn(directory: string, asker: string): boolean {
  const inside = (path: string) => path.startsWith(directory + sep)
  if (ROOT !== undefined && (directory + sep).startsWith(ROOT + sep)) return true
  return basename(directory) === 'node_modules' && inside(asker)
}

/** Where Node looks for what a module asks for; null: it is part of Node. */
type Lookup = (request: string, asker?: Asker | null) => string[] | null
type Asker = { readonly filename?: string | null }

const RELATIVE = /^\.{1,2}(?:\/|$)/
const node = Module as unknown as { _resolveLookupPaths: Lookup | undefined }
const lookup = node._resolveLookupPaths

// What a package asks for in turn is looked for there, too. Node has no other way to say so, before 22.15.
node._resolveLookupPaths = (request, asker) => {
  const directories = lookup!.call(Module, request, asker)
  if (RELATIVE.test(request)) return directories
  return directories?.filter((one) => isOwn(resolve(one), asker?.filename ?? '')) ?? null
}

/** Why no file at all can be opened now: EMFILE, ENFILE. */
function noFile(): Error | undefined {
  try {
    closeSync(openSync(THIS_FILE, 'r'))
    return undefined
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return Object.assign(new Error(message), { code }) // not with a path: which file it was is of no matter
  }
}
