import { quote } from '../../dist/lib/cli/message.js'
import { formatSize } from '../../dist/lib/record/format-size.js'
import { shellWord } from './shell-word.mjs'

/**
 * What a person wants to know, as text.
 * @param summary a Summary
 * @param dirs as they were typed
 * @param installed whether the shell finds dd-dupes
 */
export function report(summary, dirs, installed) {
  const { files, names, groups } = summary
  const under = names > files ? ` under ${many(names, 'name')}` : ''
  const looked = `Looked at ${many(files, 'file')}${under} below ${dirs.map(plain).join(', ')}.`
  if (groups === 0)
    return `${looked}\nNo two of ${under ? 'these files' : 'them'} have the same content. Nothing was changed.\n`
  return [looked, totals(summary), ...biggest(summary), next(dirs, installed)].join('\n\n') + '\n'
}

function totals({ groups, copies, linkable, elsewhere }) {
  const found = `${many(groups, 'group')} of files with the same content: ${many(copies, 'copy', 'copies')} too many.`
  const links = `${formatSize(linkable)} could be freed by hard links, which leave every name in place.`
  const more = `${formatSize(elsewhere)} more are held by copies on other disks: those can only be deleted.`
  return [found, links, ...(elsewhere > 0 ? [more] : [])].join('\n')
}

function biggest({ groups, biggest }) {
  const title = groups > biggest.length ? `The ${biggest.length} biggest groups:` : 'The groups:'
  return [title, ...biggest.map(entry)]
}

function entry({ size, names, copies, frees }) {
  const head = `  ${formatSize(frees)} in ${copies} copies of ${formatSize(size)}`
  const lines = names.some.map((file) => `    ${quote(file)}`)
  const more = names.more > 0 ? [`    and ${many(names.more, 'more name')}`] : []
  return [head, ...lines, ...more].join('\n')
}

function next(dirs, installed) {
  const words = dirs.map(shellWord)
  const find = ['dd-dupes', ...(dirs.some((dir) => dir.startsWith('-')) ? ['--'] : []), ...words]
  return [
    'Nothing was changed. To see what hard links would do, which changes nothing either:',
    `  ${find.join(' ')} | dd-plan hardlink | dd-apply`,
    `With dd-apply --apply it is done, and dd-undo takes it back. Hard links share one content: what
is written into one name is in all of them. dd-plan can also reflink, move or delete.`,
    ...(installed ? [] : ['The dd-* commands come with: npm install -g .']),
  ].join('\n\n')
}

function many(count, one, several = `${one}s`) {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`
}

function plain(dir) {
  return quote({ path: dir })
}
