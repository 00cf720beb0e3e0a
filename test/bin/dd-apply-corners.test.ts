// Corners of real file systems, with real processes: one line a promise. Nothing is lost in any of them.
import t from 'tap'
import * as limits from '../helper/corner-limits.js'
import * as names from '../helper/corner-names.js'
import * as places from '../helper/corner-places.js'
import { cannotHideSizes, ext4, type Play } from '../helper/corners.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { cannotBeNobody } from '../helper/nobody.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { cannotTrace } from '../helper/strace.js'

const { trash } = names
const { overlaid, boundFile } = places
const { fixedDir, onCard, pairOn, swappedBeforeRecovery, swappedBeforeUndo } = names
const { fewDescriptors, oneDirSyncsNot } = limits

const noExt4 = cannotMount('ext4')
const noCard = cannotMount('exfat')
const noFlags = noNative || noExt4

// prettier-ignore
const promises: [promise: string, skip: string | false, play: Play][] = [
  ['an overlay beside its upper directory, on tmpfs',  false,            overlaid(tmpfs, 'upper')],
  ['an overlay beside its lower directory, on tmpfs',  false,            overlaid(tmpfs, 'lower')],
  ['an overlay beside its upper directory, on ext4',   noExt4,           overlaid(ext4, 'upper')],
  ['an overlay beside its lower directory, on ext4',   noExt4,           overlaid(ext4, 'lower')],
  ['an overlay of two disks',                          noExt4,           places.overlaidApart],
  ['a file mounted on another name: the file goes',    false,            boundFile('a', 'b')],
  ['a file mounted on another name: the other goes',   false,            boundFile('b', 'a')],
  ['a file mounted on another name, with a hard link', false,            places.boundLink],
  ['a keeper in memory',                               noExt4,           places.inMemory],
  ['a keeper in memory, which is allowed',             noExt4,           places.allowed],
  ['trash in memory',                                  noExt4,           places.trashInMemory],
  ['a keeper on squashfs',                             cannotMount('squashfs') || noExt4, places.readOnlyKeepers],
  ['a memory card: delete and back',                   noCard,           onCard(pairOn('delete'))],
  ['a memory card: move and back',                     noCard,           onCard(pairOn('move', 'away/too/two.jpg'))],
  ['a memory card: trash and back',                    noCard,           onCard(pairOn('delete'), trash)],
  ['a memory card: empties and back',                  noCard,           onCard(names.emptyOn)],
  ['a memory card: one name in two spellings',         noCard,           names.spelledTwice],
  ['chattr +a: a directory that only takes names',     noFlags,          fixedDir('a')],
  ['chattr +i: a directory that takes none',           noFlags,          fixedDir('i')],
  ['chattr +a: a directory to move to',                noFlags,          names.fixedDestination],
  ['chattr +a: a directory to come back to',           noFlags,          names.fixedUndo],
  ['a sticky directory',                               cannotBeNobody(), names.stickyDir],
  ['a file of 0 bytes with content',                   cannotHideSizes(), limits.noSizes],
  ['a symlink before an undo of delete',               false,            swappedBeforeUndo('delete')],
  ['a symlink before an undo of hardlink',             false,            swappedBeforeUndo('hardlink')],
  ['a symlink before an undo of symlink',              false,            swappedBeforeUndo('symlink')],
  ['a symlink before an undo of trash',                false,            swappedBeforeUndo('delete', trash)],
  ['a symlink before --resume of delete',              false,            swappedBeforeRecovery('--resume', 'delete')],
  ['a symlink before --rollback of delete',            false,            swappedBeforeRecovery('--rollback', 'delete')],
  ['a symlink before --resume of hardlink',            false,            swappedBeforeRecovery('--resume', 'hardlink')],
  ['a symlink before --rollback of hardlink',          false,            swappedBeforeRecovery('--rollback', 'hardlink')],
  ['a symlink before --resume of trash',               false,            swappedBeforeRecovery('--resume', 'delete', trash)],
  ['a symlink before --rollback of trash',             false,            swappedBeforeRecovery('--rollback', 'delete', trash)],
  ['64 descriptors: delete and back',                  false,            fewDescriptors('delete')],
  ['64 descriptors: move and back',                    false,            fewDescriptors('move')],
  ['64 descriptors: trash and back',                   false,            fewDescriptors('delete', trash)],
  ['no fsync works',                                   cannotTrace(),    limits.nothingSyncs],
  ['the directory of a file cannot be synced',         cannotTrace(),    oneDirSyncsNot('stay')],
  ['the directory of a keeper cannot be synced',       cannotTrace(),    oneDirSyncsNot('keep-stay')],
  ['a pool link that is written to, its keeper gone',  false,            limits.linkWrittenTo],
]

withOwnMounts(t, import.meta.filename, [], () => {
  for (const [promise, skip, play] of promises) t.test(promise, { skip }, play)
})
