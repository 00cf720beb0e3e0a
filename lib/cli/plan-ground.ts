import { treeFinder } from '../fs/trees.js'
import { deviceOf, requireThere } from './named-dirs.js'

type Named = {
  readonly primary?: readonly Buffer[]
  readonly within?: readonly Buffer[]
  readonly base?: Buffer
  readonly to?: Buffer
}

/**
 * What the disk says about the directories that flags of dd-plan name: that they are there, which
 * paths lie in them, and which disk --to is on.
 * @param spread the places that a path stands for: in a pool of drives, one on each
 * @throws {UsageError} one is not there: it would protect nothing
 */
export function groundOf(
  { primary, within, base, to }: Named,
  spread: (path: Buffer) => readonly Buffer[] = (path) => [path],
) {
  requireThere('--primary', primary, spread)
  requireThere('--within', within, spread)
  requireThere('--base', base && [base])
  return { spread, finder: treeFinder, ...(to && { toDev: deviceOf('--to', to) }) }
}
