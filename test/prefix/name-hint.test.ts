import t from 'tap'
import { nameHint } from '../../lib/prefix/name-hint.js'

/** `back`: what it says where the plain name is that of the beginning, and the other that of the whole. */
type Case = [name: string, whole: string, want: string | undefined, back: string | undefined]

const NO = undefined

// prettier-ignore
const cases: Case[] = [
  ['x.jpg',              'x.jpg',         'same-name',       'same-name'],
  ['x.jpg',              'y.jpg',         NO,                NO],
  ['x',                  'x.jpg',         NO,                NO],
  ['x.jpg.part',         'x.jpg',         'name.part',       NO],
  ['x.jpg.partial',      'x.jpg',         'name.part',       NO],
  ['x.jpg.filepart',     'x.jpg',         'name.part',       NO],
  ['x.jpg.PART',         'x.jpg',         'name.part',       NO],
  ['x.jpg.party',        'x.jpg',         NO,                NO],
  ['x.part.jpg',         'x.jpg',         NO,                NO],
  ['.part',              '',              NO,                NO],
  ['x.jpg.part',         'y.jpg',         NO,                NO],
  ['x.iso.crdownload',   'x.iso',         'name.crdownload', NO],
  ['x.iso.download',     'x.iso',         'name.crdownload', NO],
  ['x.iso.opdownload',   'x.iso',         'name.crdownload', NO],
  ['x.mkv.!qB',          'x.mkv',         'name.!qB',        NO],
  ['x.mkv.!ut',          'x.mkv',         'name.!qB',        NO],
  ['x.mkv.!bt',          'x.mkv',         'name.!qB',        NO],
  ['x.mkv.qB',           'x.mkv',         NO,                NO],
  ['x~',                 'x',             'name~',           'name~'],
  ['~x',                 'x',             NO,                NO],
  ['x.1',                'x',             'name.1',          'name.1'],
  ['x.tar.999',          'x.tar',         'name.1',          'name.1'],
  ['x.1000',             'x',             NO,                NO],
  ['x.1a',               'x',             NO,                NO],
  ['x.1',                'x.2',           NO,                NO],
  ['x (1).jpg',          'x.jpg',         'name (1)',        'name (1)'],
  ['x (1).tar.gz',       'x.tar.gz',      'name (1)',        'name (1)'],
  ['x(1).jpg',           'x.jpg',         'name (1)',        'name (1)'],
  ['x (12)',             'x',             'name (1)',        'name (1)'],
  ['x (123).jpg',        'x.jpg',         'name (1)',        'name (1)'],
  ['x (2020).jpg',       'x.jpg',         NO,                NO],
  ['x (a).jpg',          'x.jpg',         NO,                NO],
  ['x  (1).jpg',         'x.jpg',         NO,                NO],
  ['x (1).jpg',          'x.png',         NO,                NO],
  ['x (1).jpg',          'x',             NO,                NO],
  ['.x.jpg.a1B2c3',      'x.jpg',         '.name.rsync',     NO],
  ['.x.jpg.a1B2c',       'x.jpg',         NO,                NO],
  ['.x.jpg.a1B2c3d',     'x.jpg',         NO,                NO],
  ['x.jpg.a1B2c3',       'x.jpg',         NO,                NO],
  ['caf\xe9\n.part',     'caf\xe9\n',     NO,                NO],
  ['caf\xe9.part',       'caf\xe9',       'name.part',       NO],
]

for (const [name, whole, want, back] of cases)
  t.test(`${JSON.stringify(name)}, and the whole ${JSON.stringify(whole)}`, async (t) => {
    t.equal(nameHint(name, whole), want)
    t.equal(nameHint(whole, name), back)
  })
