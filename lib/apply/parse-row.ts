import { ALGOS } from '../digest/digest.js'
import { isRegularMode, MAX_OWNER } from '../record/file.js'
import { checkPath } from '../record/path.js'
import { BadRecord, digits, hex, nanoseconds, word } from '../record/shape.js'
import { checkId, checkXattrs, OPS, parseStep, type Op } from '../record/step.js'
import type { Column, Row } from './journal-row.js'
import { PARTIAL, rowBranches, rowFile, rowPath, rowStep } from './step-row.js'
import { isTempName } from './temp-name.js'

/**
 * Check that a row is one that a run of ours can have written: recovery and undo act on what it
 * says. Each column by itself; and, where something may have been done, all of them as the step that
 * they came from, by the rules for steps.
 * @throws {BadRecord} naming the first column that no run can have written
 */
export function parseRow(row: Row): Row {
  for (const [column, check] of CHECKED) check(row[column], column, row)
  if (wasBegun(row)) checkStep(row)
  return row
}

type Check = (value: string, column: Column, row: Row) => unknown

/** What each column may hold, in the order in which they are looked at; a further column is one line. */
const CHECKS: { readonly [column in Column]: Check } = {
  op: (value, column) => word(value, OPS, column), // others depend on it
  status: (value, column, { op }) => word(value, STATUSES[op as Op], column),
  filepath: path,
  id: checkId,
  keep: (value, column, row) => (value === '' ? checkKeeperless(row) : path(value, column)),
  to: (value, column, { op }) => TO_WORDS[op as Op].includes(value) || pathOrNone(value, column),
  temp: (value, _, row) => checkTemp(value, row),
  size: (value, column) => decimal(value, column, Number.MAX_SAFE_INTEGER),
  hash: checkHash,
  dev: digits,
  ino: digits,
  mtimeNs: nanoseconds,
  mode: checkMode,
  uid: owner,
  gid: owner,
  error: (value, column, { status }) =>
    UNDONE.includes(status) || matches(value, NOTHING, column, 'nothing, since it did not fail'),
  link: pathOrNone,
  branches: (value) => rowBranches(value).forEach((branch) => checkPath(branch, 'branches')),
  made: (value, column) => value === '' || decimal(value, column, Number.MAX_SAFE_INTEGER),
  xattrs: (value, column) => value === '' || checkXattrs(json(value, column), column),
  time: (value, column) => matches(value, TIME, column, 'a time as 2026-01-02T03:04:05.678Z'),
}

const CHECKED = Object.entries(CHECKS) as [Column, Check][]

/** What leaves the file as it was, whatever the op is. */
const UNDONE = ['SKIPPED', 'FAILED', 'CONFLICT']

/** How a step ends, and its stages. */
const STATUSES: { readonly [op in Op]: readonly string[] } = {
  delete: ['PENDING', 'DELETED', ...UNDONE],
  hardlink: ['PENDING', 'LINKED', ...UNDONE],
  reflink: ['PENDING', 'LINKED', ...UNDONE],
  symlink: ['PENDING', 'LINKED', ...UNDONE],
  move: ['PENDING', 'MOVED', ...UNDONE],
  'pool-link': ['PENDING', 'STAGED', 'ASIDE', 'DELETED', 'LINKED', ...UNDONE],
  copy: ['PENDING', 'COPIED', ...UNDONE],
}

/** What `to` may say that is no path. */
const TO_WORDS: { readonly [op in Op]: readonly string[] } = {
  delete: [PARTIAL],
  hardlink: [PARTIAL],
  reflink: [PARTIAL],
  symlink: [PARTIAL],
  move: [],
  'pool-link': [],
  copy: ['hardlink', 'symlink'],
}

const NOTHING = /^$/
const TIME = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** A step that was refused has no temporary name, and its file is what the plan said, not what was seen. */
function wasBegun({ temp }: Row): boolean {
  return temp !== ''
}

function json(value: string, column: Column): unknown {
  try {
    return JSON.parse(Buffer.from(value, 'latin1').toString())
  } catch {
    throw new BadRecord(column, 'JSON')
  }
}

function matches(value: string, pattern: RegExp, column: Column, expected: string): void {
  if (!pattern.test(value)) throw new BadRecord(column, expected)
}

function path(value: string, column: Column): void {
  checkPath(rowPath(value), column)
}

function pathOrNone(value: string, column: Column): void {
  if (value !== '') path(value, column)
}

const DECIMAL = /^(?:0|[1-9]\d{0,15})$/

function decimal(value: string, column: Column, most: number): void {
  if (!DECIMAL.test(value) || Number(value) > most)
    throw new BadRecord(column, `decimal digits, at most ${most}`)
}

function owner(value: string, column: Column, row: Row): void {
  decimal(value, column, wasBegun(row) ? MAX_OWNER : Number.MAX_SAFE_INTEGER)
}

function checkMode(value: string, column: Column, row: Row): void {
  decimal(value, column, Number.MAX_SAFE_INTEGER)
  if (wasBegun(row) && !isRegularMode(Number(value)))
    throw new BadRecord(column, 'the st_mode of a regular file')
}

function checkTemp(value: string, { status }: Row): void {
  if (!isTempName(value) && !(value === '' && UNDONE.includes(status)))
    throw new BadRecord('temp', 'a temporary name that dd-apply makes')
}

/** Of an empty file nothing has to stay, and a file that is moved stays itself. */
const KEEPERLESS = ['delete', 'move', 'copy']

function checkKeeperless(row: Row): void {
  if (wasBegun(row) && !KEEPERLESS.includes(row.op)) throw new BadRecord('keep', 'a keeper')
}

function checkHash(value: string, column: Column): void {
  if (value === '') return
  const [algo, digest, ...rest] = value.split(':')
  if (rest.length > 0) throw new BadRecord(column, 'an algorithm, a colon, hex digits')
  word(algo, ALGOS, column)
  hex(digest, column)
}

/** Its keeper is not in the row, but was found to be what it must be. */
function checkStep(row: Row): void {
  const keep = row.keep === '' ? undefined : rowFile({ ...row, filepath: row.keep })
  try {
    parseStep(rowStep(row, keep))
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error
    throw new BadRecord(columnOf(error.field), error.expected)
  }
}

/** Fields of a step whose columns have other names. */
const COLUMN_OF: { readonly [field: string]: Column } = {
  'file.path': 'filepath',
  'file.root': 'branches',
  'keep.path': 'keep',
  'keep.root': 'branches',
  'link.path': 'link',
  bytes: 'made',
}

function columnOf(field: string): string {
  return COLUMN_OF[field] ?? field.replace(/^file\.|\[.*/g, '')
}
