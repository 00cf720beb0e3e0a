import { execFileSync } from 'node:child_process'
import { lstatSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { OperandWalk } from '../../lib/walk/operand-walk.js'
import type { WalkOptions } from '../../lib/walk/rules.js'
import { SeenNames } from '../../lib/walk/seen-names.js'
import { drain, job } from '../helper/walked.js'

const dir = t.testdir({ d: { a: 'x', s: { b: 'x' } }, f: 'x', empty: '' })
symlinkSync('d', `${dir}/to-d`)
symlinkSync('f', `${dir}/to-f`)
symlinkSync('to-f', `${dir}/to-to-f`)
symlinkSync('none', `${dir}/to-none`)
execFileSync('mkfifo', [`${dir}/fifo`])

const NEITHER = 'neither a directory nor a regular file'
const LINK = 'a symbolic link to a file: name the file itself, or give --follow'

// prettier-ignore
const operands: [operand: string, options: WalkOptions, found: string[], fault?: string][] = [
  ['d',        {},                ['d/a:d', 'd/s/b:d']],
  ['f',        {},                ['f:']],
  ['empty',    {},                []],
  ['empty',    { minSize: 0 },    ['empty:']],
  ['to-d',     {},                ['to-d/a:to-d', 'to-d/s/b:to-d']],
  ['to-d',     { follow: true },  ['to-d/a:to-d', 'to-d/s/b:to-d']],
  ['to-f',     {},                [], `walk to-f: ${LINK}`],
  ['to-f',     { follow: true },  ['f:']],
  ['to-to-f',  { follow: true },  ['f:']],
  ['to-none',  {},                [], 'follow to-none: ENOENT'],
  ['to-none',  { follow: true },  [], 'follow to-none: ENOENT'],
  ['none',     {},                [], 'stat none: ENOENT'],
  ['fifo',     {},                [], `walk fifo: ${NEITHER}`],
  ['f/g',      {},                [], 'stat f/g: ENOTDIR'],
]

for (const [operand, options, want, fault] of operands)
  t.test(`${operand} with ${JSON.stringify(options)}`, async (t) => {
    const seen = new SeenNames()
    const asked = await job(options, (at, name) => `${at.path}/${name}:${at.root}`, seen)
    const found = drain(new OperandWalk(asked).from(`${dir}/${operand}`), asked)
    const short = (text: string) => text.replaceAll(`${dir}/`, '').replace(dir, '')
    t.strictSame(found.map(short), want)
    t.strictSame(asked.faults.map(short), fault === undefined ? [] : [fault])
  })

for (const [operand, options, want, fault] of operands)
  t.test(
    `${operand} with ${JSON.stringify(options)}: a directory is left to who asks`,
    async (t) => {
      const asked = await job(options, (at, name) => `${at.path}/${name}:${at.root}`)
      const found = new OperandWalk(asked).top(`${dir}/${operand}`)
      const short = (text: string) => text.replaceAll(`${dir}/`, '').replace(dir, '')
      const isDirectory = /^(?:to-)?d$/.test(operand)
      t.strictSame(
        [found?.path, found?.root].map((path) => path && short(path)),
        isDirectory ? [operand, operand] : [undefined, undefined],
      )
      t.strictSame(asked.found.takeBatch().map(short), isDirectory ? [] : want)
      t.strictSame(asked.faults.map(short), fault === undefined ? [] : [fault])
      if (found)
        t.strictSame(
          [found.below, found.depth, found.ino],
          ['', 0, lstatSync(`${dir}/d`, { bigint: true }).ino],
        )
    },
  )
