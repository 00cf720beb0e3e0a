import t from 'tap'
import { lookAround } from '../../lib/apply/look-around.js'
import { settle } from '../../lib/apply/settle.js'
import type { Op } from '../../lib/record/step.js'
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

/** The file is back under its name, and is the one that it was. */
const BACK = undefined

// prettier-ignore
const crashes: [name: string, op: Op, since: Since, ended: string | undefined, names: string[]][] = [
  ['nothing was done',                 'delete',   () => {},                            BACK,       BOTH],
  ['it is out of reach',               'delete',   aside,                               BACK,       BOTH],
  ['it is removed',                    'delete',   removed(FILE),                       'DELETED',  GONE],
  ['its name was taken',               'delete',   taken,                               'conflict', [...BOTH, ASIDE]],
  ['it went, and another came',        'delete',   other,                               'SKIPPED',  BOTH],
  ['a link waits',                     'hardlink', link,                                BACK,       BOTH],
  ['a link waits, it is out of reach', 'hardlink', all(link, aside),                    BACK,       BOTH],
  ['the link has its name',            'hardlink', placed,                              BACK,       BOTH],
  ['it is exchanged for the link',     'hardlink', exchanged,                           BACK,       BOTH],
  ['the link replaced it',             'hardlink', all(placed, removed(ASIDE)),         'LINKED',   BOTH],
  ['a link waits, its name was taken', 'hardlink', all(link, taken),                    'conflict', [...BOTH, ASIDE, FRESH]],
  ['it is gone, a link waits',         'hardlink', all(link, removed(FILE)),            'SKIPPED',  GONE],
  ['precious content has its temporary name', 'delete', written(FRESH, 'precious'),            'conflict', [...BOTH, FRESH]],
  ['or the other one',                 'hardlink', written(ASIDE, 'precious'),          'conflict', [...BOTH, ASIDE]],
  ['a symlink waits',                  'symlink',  sign,                                BACK,       BOTH],
  ['a symlink has its name',           'symlink',  all(aside, pointing(FILE)),          BACK,       BOTH],
  ['the link is there, and not it',    'move',     all(arrived, removed(FILE)),         'MOVED',    IN_TO],
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
    t.strictSame(scratch.contents(), contents, 'no content is lost')
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

t.test('a file that took the name, and was taken for the old one, gets it back', async (t) => {
  const since = all(removed(FILE), linked(FILE, KEEP), written(FRESH, 'brand new'))
  const { scratch, run, row } = await left(t, 'hardlink', since)
  t.equal(await settle(run, row, lookAround(run, row)), undefined)
  t.equal(scratch.read(FILE), 'brand new')
  t.strictSame(scratch.names(), BOTH)
})
