import t from 'tap'
import { judge, type Start } from '../../lib/prefix/hints.js'
import { END } from '../../lib/prefix/relations.js'

/** Half of a large file with another name, in another directory: nothing speaks for or against it. */
const plain: Start = {
  path: '/a/x',
  wholePaths: ['/b/y'],
  bytes: 400_001,
  size: 400_001,
  wholeSize: 900_000,
  end: 0,
}
const named = { path: '/a/x.part', wholePaths: ['/a/x'] }

// prettier-ignore
const cases: [name: string, start: Partial<Start>, want: string][] = [
  // name                                      what is other                                        confidence, hints
  ['nothing speaks for it',                    {},                                                  'low'],
  ['the same directory alone is no reason',    { wholePaths: ['/a/y'] },                               'low same-dir'],
  ['the name',                                 named,                                               'high same-dir name.part'],
  ['the name, elsewhere',                      { ...named, path: '/c/x.part' },                     'high name.part'],
  ['one name in two directories',              { wholePaths: ['/b/x'] },                               'high same-name'],
  ['a directory with a like name',             { path: '/a/x', wholePaths: ['/ab/y'] },                'low'],
  ['at the root',                              { path: '/x', wholePaths: ['/y'] },                     'low same-dir'],
  ['it ends with a block',                     { bytes: 409_600 },                                  'high block-end'],
  ['its room was taken beforehand',            { size: 900_000 },                                   'high same-size'],
  ['the name of one of the copies',            { path: '/b/y.part', wholePaths: ['/a/b', '/b/y'] },  'high same-dir name.part'],
  ['a byte more',                              { bytes: 409_601 },                                  'low'],
  ['most of it',                               { bytes: 450_001 },                                  'high most'],
  ['exactly half',                             { bytes: 450_000 },                                  'high most'],
  ['a byte less',                              { bytes: 449_999 },                                  'low'],
  ['all that speaks for it',                   { ...named, bytes: 819_200 },                        'high same-dir name.part block-end most'],
  ['smaller than a block',                     { ...named, bytes: 4095, wholeSize: 5000 },          'low same-dir name.part most tiny'],
  ['a block',                                  { ...named, bytes: 4096, wholeSize: 5000 },          'high same-dir name.part block-end most'],
  ['only zeros',                               { ...named, end: END.zeros },                        'low same-dir name.part zeros'],
  ['lines',                                    { ...named, end: END.lines },                        'low same-dir name.part appended'],
  ['zeros and lines',                          { ...named, end: END.zeros | END.lines },            'low same-dir name.part zeros appended'],
  ['a header',                                 { ...named, bytes: 50_001 },                         'low same-dir name.part header'],
  ['just a sixteenth',                         { ...named, bytes: 50_000, wholeSize: 800_000 },     'high same-dir name.part'],
  ['a byte less than that',                    { ...named, bytes: 49_999, wholeSize: 800_000 },     'low same-dir name.part header'],
  ['64 KiB are no header',                     { ...named, bytes: 65_536, wholeSize: 9_000_000 },   'high same-dir name.part block-end'],
  ['a byte less may be one',                   { ...named, bytes: 65_535, wholeSize: 9_000_000 },   'low same-dir name.part header'],
  ['a log',                                    { path: '/a/x.log.1', wholePaths: ['/a/x.log'] },       'low same-dir name.1 log'],
  ['the whole one is a log',                   { wholePaths: ['/b/x.log'] },                           'low log'],
  ['a directory of logs says nothing',         { ...named, path: '/log/x.part' },                   'high name.part'],
]

for (const [name, start, want] of cases)
  t.test(name, async (t) => {
    const { confidence, hints } = judge({ ...plain, ...start })
    t.equal([confidence, ...hints].join(' '), want)
  })

// prettier-ignore
const logs: [name: string, isLog: boolean][] = [
  ['x.log',        true],
  ['log',          true],
  ['logs',         true],
  ['LOG.txt',      true],
  ['access-log',   true],
  ['access_log.2', true],
  ['my.logs.gz',   true],
  ['syslog',       true],
  ['syslog.1',     true],
  ['messages',     true],
  ['journal',      true],
  ['maillog',      true],
  ['login.ts',     false],
  ['catalog',      false],
  ['dialog.png',   false],
  ['blog.html',    false],
  ['my-messages',  false],
]

for (const [name, isLog] of logs)
  t.test(`${name} is ${isLog ? 'a' : 'no'} log`, async (t) => {
    for (const paths of [{ path: `/a/${name}` }, { wholePaths: [`/b/${name}`] }])
      t.equal(judge({ ...plain, ...paths }).hints.includes('log'), isLog)
  })
