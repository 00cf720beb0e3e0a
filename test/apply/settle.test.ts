import { execFileSync } from 'node:child_process'
import t from 'tap'
import { lookAround } from '../../lib/apply/look-around.js'
import { settle } from '../../lib/apply/settle.js'
import type { Op } from '../../lib/record/step.js'
import { blind } from '../helper/apply-run.js'
import {
  all,
  left,
  linked,
  pointing,
  removed,
  renamed,
  written,
  type Since,
} from '../helper/left.js'
import { AWAY, BOTH, TEMP } from '../helper/pair.js'
import { NO_CONTENT } from '../helper/scratch.js'

const [FILE, KEEP, MOVED] = ['dir/file', 'keep/keep', 'to/file']
const [FRESH, ASIDE] = [`dir/${TEMP}`, `dir/${AWAY}`]
const GONE = ['dir/', 'keep/', KEEP]
const IN_TO = [...GONE, 'to/', MOVED]
const TO = [...BOTH, 'to/']

const aside = renamed(FILE, ASIDE)
const taken = all(aside, written(FILE))
const other = all(written('dir/x'), renamed('dir/x', FILE))
const link = linked(FRESH, KEEP)
const placed = all(link, aside, renamed(FRESH, FILE))
const exchanged = all(aside, linked(FILE, KEEP), renamed(ASIDE, FRESH))
const sign = pointing(FRESH)
const arrived = all(written('to/x'), removed('to/x'), linked(MOVED, FILE))
const arriving = all(written('to/x'), removed('to/x'), linked(`to/${TEMP}`, FILE))

const copied: Since = all(written('to/x'), removed('to/x'), written(MOVED, 'the same content'))

/** As large as the file, and of its time. */
const clone =
  (name: string, content = 'the same content'): Since =>
  (scratch) =>
    scratch.write(name, content, 1_500_000_000)

/** The file is back under its name, and is the one that it was. */
const BACK = undefined

// prettier-ignore
const crashes: [name: string, op: Op, since: Since, ended: string | undefined, names: string[]][] = [
  ['nothing was done',                 'delete',   () => {},                            BACK,       BOTH],
  ['it is out of reach',               'delete',   aside,                               BACK,       BOTH],
  ['it is removed',                    'delete',   removed(FILE),                       'DELETED',  GONE],
  ['its name was taken',               'delete',   taken,                               'conflict', [...BOTH, ASIDE]],
  ['it went, and another came',        'delete',   other,                               'SKIPPED',  BOTH],
  ['a claim has its name',             'delete',   all(aside, written(FILE, '')),       BACK,       BOTH],
  ['an empty file waits',              'hardlink', written(FRESH, ''),                  BACK,       BOTH],
  ['a link waits',                     'hardlink', link,                                BACK,       BOTH],
  ['a link waits, it is out of reach', 'hardlink', all(link, aside),                    BACK,       BOTH],
  ['the link has its name',            'hardlink', placed,                              BACK,       BOTH],
  ['it is exchanged for the link',     'hardlink', exchanged,                           BACK,       BOTH],
  ['the link replaced it',             'hardlink', all(placed, removed(ASIDE)),         'LINKED',   BOTH],
  ['a FIFO waits',                     'hardlink', (s) => execFileSync('mkfifo', [String(s.at(FRESH))]), 'conflict', [...BOTH, FRESH]],
  ['a link waits, its name was taken', 'hardlink', all(link, taken),                    'conflict', [...BOTH, ASIDE, FRESH]],
  ['exchanged, and it is its keeper now', 'hardlink', all(exchanged, removed(KEEP), linked(KEEP, FRESH)), 'conflict', [...BOTH, FRESH]],
  ['a copy has its name',              'hardlink', all(aside, clone(FILE)),             'conflict', [...BOTH, ASIDE]],
  ['a clone has its name',             'reflink',  all(aside, clone(FILE)),             BACK,       BOTH],
  ['what looks like a clone has it',   'reflink',  all(aside, clone(FILE, 'the_same_content')), 'conflict', [...BOTH, ASIDE]],
  ['it is gone, a link waits',         'hardlink', all(link, removed(FILE)),            'SKIPPED',  GONE],
  ['precious content has its temporary name', 'delete', written(FRESH, 'precious'),            'conflict', [...BOTH, FRESH]],
  ['or the other one',                 'hardlink', written(ASIDE, 'precious'),          'conflict', [...BOTH, ASIDE]],
  ['a symlink waits',                  'symlink',  sign,                                BACK,       BOTH],
  ['a symlink has its name',           'symlink',  all(aside, pointing(FILE)),          BACK,       BOTH],
  ['the link is there, and not it',    'move',     all(arrived, removed(FILE)),         'MOVED',    IN_TO],
  ['it is nowhere',                    'move',     removed(FILE),                       'SKIPPED',  GONE],
  ['it has both names',                'move',     arrived,                             BACK,       TO],
  ['it is on its way',                 'move',     arriving,                            BACK,       TO],
  ['a copy came, another file is there', 'move',   all(copied, other),                  'MOVED',    [...TO, MOVED]],
  ['it arrived and is out of reach',   'move',     all(arrived, aside),                 BACK,       TO],
]

for (const [name, op, since, ended, names] of crashes)
  t.test(`${op}: ${name}`, async (t) => {
    const { scratch, run, row } = await left(t, op, since)
    const contents = scratch.contents()
    const settled = settle(run, row, lookAround(run, row))
    if (ended === 'conflict') await t.rejects(settled, { code: 'conflict' })
    else t.equal((await settled)?.status, ended)
    t.strictSame(scratch.contents().add(NO_CONTENT), contents.add(NO_CONTENT), 'none is lost')
    t.strictSame(scratch.names(), [...names].sort())
    if (ended === BACK) t.equal(String(scratch.stat(FILE).ino), row.ino)
    if (ended !== 'conflict')
      t.equal((await settle(run, row, lookAround(run, row)))?.status, ended, 'a second time')
  })

// Where the inode changes with the name (FUSE), a file that was put back has another one.
t.test('a file with the bytes of what was moved has stayed', async (t) => {
  const again = all(written('dir/x', 'the same content'), renamed('dir/x', FILE))
  const { scratch, run, row } = await left(t, 'move', all(copied, again))
  t.equal(await settle(run, row, lookAround(run, row)), BACK)
  t.strictSame(scratch.names(), [...TO].sort(), 'it is not there twice')
})

// Made while the old file was there, so not of its inode. Nobody knows whose they are, but they were under its name, or may have been.
// prettier-ignore
const strangers: [name: string, op: Op, since: Since, content: string][] = [
  ['was taken for the old one',           'hardlink', all(written(FRESH, 'brand new'), removed(FILE), linked(FILE, KEEP)), 'brand new'],
  ['has both names',                      'delete',   all(other, linked(ASIDE, FILE)),                                     'brand new'],
  ['is a copy of the old one',            'hardlink', all(clone(FRESH), removed(FILE)),                                    'the same content'],
  ['looks like a clone, of other bytes',  'reflink',  all(clone(FRESH, 'the_same_content'), removed(FILE)),                'the_same_content'],
]

for (const [name, op, since, content] of strangers)
  t.test(`a file gets the name that ${name}`, async (t) => {
    const { scratch, run, row } = await left(t, op, since)
    t.equal(await settle(run, row, lookAround(run, row)), undefined)
    t.equal(scratch.read(FILE), content)
    t.strictSame(scratch.names(), BOTH)
  })

t.test('what is the same file is not read', async (t) => {
  const { scratch, run, row } = await left(t, 'hardlink', exchanged)
  t.equal(await settle(blind(run), row, lookAround(run, row)), BACK)
  t.strictSame(scratch.names(), BOTH)
})
