// dd-group(1): file records -> those that have partners, or groups of equal files. Changes nothing on disk.
import { groupCommand, type GroupFlags } from '../lib/cli/group-command.js'
import { main } from '../lib/cli/main.js'
import { progress } from '../lib/cli/progress.js'
import { groupFiles } from '../lib/group/group-files.js'
import { changedNote, grouping } from '../lib/group/grouping.js'

void main<GroupFlags>(
  groupCommand(),
  async ({ options, stdin, stdout, stderr, note, needInput }) => {
    needInput()
    const { tick, stop } = progress(stderr, options.progress === true, 'grouping')
    const changed = await groupFiles(stdin, stdout, grouping(options), tick).finally(stop)
    if (changed > 0) note(changedNote(changed))
  },
)
