// What a walk finds, as latin1 paths, and what it could not do.
import { lstatSync, type BigIntStats } from 'node:fs'
import { fileStatOf, type FileStat } from '../../lib/fs/file-stat.js'
import { pathBytes } from '../../lib/record/path.js'
import { topDirectory, type Directory } from '../../lib/walk/directory.js'
import { FoundFiles, type Make } from '../../lib/walk/found-files.js'
import type { Job } from '../../lib/walk/job.js'
import { walkRules, type WalkOptions } from '../../lib/walk/rules.js'
import { SeenNames } from '../../lib/walk/seen-names.js'

/** What Node tells of a file, some of it made up. */
export function nodeStats(fields: Partial<BigIntStats> = {}): BigIntStats {
  return Object.assign(lstatSync(import.meta.filename, { bigint: true }), fields)
}

/** The same, as a walk has it. */
export function stats(fields: Partial<BigIntStats> = {}): FileStat {
  return fileStatOf(nodeStats(fields))
}

export const pathOf: Make<string> = (dir, name) => `${dir.path}/${name}`

/** The directory that a path names now. */
export function top(path: string): Directory {
  return topDirectory(path, lstatSync(path, { bigint: true }))
}

export type TestJob = Job<string> & { readonly faults: string[] }

/** A job that notes its faults as `doing path: code`. */
export async function job(
  options: WalkOptions = {},
  make = pathOf,
  seen: SeenNames | undefined = options.follow ? new SeenNames() : undefined,
): Promise<TestJob> {
  const faults: string[] = []
  const rules = await walkRules(options)
  const found = new FoundFiles(make)
  return { rules, found, seen, faults, fault: (fault) => faults.push(faultText(fault)) }
}

export function faultText({ doing, path, cause }: Parameters<Job<string>['fault']>[0]): string {
  const subject = path === undefined ? doing : `${doing} ${pathBytes(path).toString('latin1')}`
  return `${subject}: ${(cause as NodeJS.ErrnoException).code ?? cause}`
}

/** All that was found, yielded or left to be taken. */
export function drain(batches: Iterable<string[]>, { found }: Job<string>): string[] {
  return [...[...batches].flat(), ...found.takeBatch()]
}
