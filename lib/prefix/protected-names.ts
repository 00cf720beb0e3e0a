/**
 * Names of files that are empty on purpose, since they are there to be there; in the syntax of
 * gitignore, in which a later pattern that starts with `!` takes a name out again.
 */
export const PROTECTED_NAMES = [
  // they keep a directory
  '.gitkeep',
  '.keep',
  '.empty',
  '.placeholder',
  // they tell programs something by being there
  '__init__.py',
  'py.typed',
  'REQUESTED',
  '.nomedia',
  '.noindex',
  '.nobackup',
  '.nojekyll',
  '.metadata_never_index',
  '.hushlogin',
  '.autorelabel',
  '_SUCCESS',
  '.npmignore',
  '.gitignore',
  '.gitmodules',
  '.localized',
  '.sudo_as_admin_successful',
  // marks of what was done, and when
  '.dirstamp',
  '*.stamp',
  '.stamp*',
  '.timestamp',
  '*.done',
  '.done',
  // locks
  '*.lock',
  '*.lck',
  '.lock',
  'LOCK',
  'lockfile',
  '.~lock.*',
  '*.pid',
]
