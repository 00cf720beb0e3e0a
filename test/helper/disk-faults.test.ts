import t from 'tap'
import { diskFaults, exitFaults } from './disk-faults.js'
import { source } from './sources.js'

// prettier-ignore
const snippets: [text: string, faults: number][] = [
  ["import { lstatSync, readdirSync } from 'node:fs'",           0],
  ["import { openSync } from 'node:fs'; openSync(p)",            0],
  ["import { openSync } from 'node:fs'; openSync(p, 'r')",       0],
  ["import { openSync } from 'node:fs'; openSync(p, FLAGS)",     0],
  ["import { openSync } from 'node:fs'; openSync(p, 'w')",       1],
  ["import { openSync } from 'node:fs'; openSync(p, 577)",       1],
  ["import { constants } from 'node:fs'; f(constants.O_CREAT)",  1],
  ["import type { WriteStream } from 'node:fs'",                 0],
  ["import { type WriteStream, statSync } from 'node:fs'",       0],
  ["import { unlinkSync } from 'node:fs'",                       1],
  ["import { unlinkSync as statSync } from 'node:fs'",           1],
  ["import { rm, rename } from 'fs/promises'",                   2],
  ["import * as fs from 'node:fs'",                              1],
  ["import fs from 'node:fs'",                                   1],
  ["import { promises } from 'node:fs'",                         1],
  ["export { unlinkSync } from 'node:fs'",                       1],
  ["export * from 'node:fs'",                                    1],
  ["const fs = await import('node:fs')",                         1],
  ["const fs = require('fs')",                                   1],
  ["process.getBuiltinModule('fs')",                             2],
  ["import { spawn } from 'node:child_process'",                 1],
  ["import koffi from 'koffi'",                                  1],
  ["import type { IKoffiCType } from 'koffi'",                   0],
]

for (const [text, faults] of snippets)
  t.test(`${faults} in ${text}`, async (t) => {
    t.equal(diskFaults(source('lib/x/x.ts', text)).length, faults)
  })

// prettier-ignore
const ends: [text: string, faults: number][] = [
  ['process.exitCode = 1',      0],
  ['process.exit(1)',           1],
  ['globalThis.process.exit()', 1],
  ['const end = process.exit',  1],
  ['process.abort()',           1],
]

for (const [text, faults] of ends)
  t.test(`${faults} in ${text}`, async (t) => {
    t.equal(exitFaults(source('lib/x/x.ts', text)).length, faults)
  })
