import { crc32 } from 'node:zlib'
import t from 'tap'
import { Journal } from '../../lib/apply/journal.js'
import { withoutXattrs } from '../../lib/apply/undo-metadata.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { memoryFile, rowsOf } from '../helper/memory-file.js'
import { row, TIME } from '../helper/rows.js'
import { Scratch } from '../helper/scratch.js'

/** The first line of journals from before `xattrs`. */
const HEADER =
  'filepath,status,id,op,keep,to,temp,time,size,hash,dev,ino,mtimeNs,mode,uid,gid,error,link,branches,made,crc\n'

t.test('a journal from before attributes were kept is read, and goes on as it is', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep')
  const fields = [scratch.at('gone').toString('latin1'), 'DELETED', '1', 'delete', keep.path]
  const rest = ['', '.dd-x-0~', TIME, '4', '', '1', '2', '3', '33188', '0', '0', '', '', '', '']
  const line = [...fields, ...rest].join(',')
  const crc = crc32(Buffer.from(line, 'latin1')).toString(16).padStart(8, '0')
  const file = memoryFile(Buffer.from(`${HEADER}${line},${crc}\n`, 'latin1'))
  const [old] = rowsOf(file)
  t.match(old, { op: 'delete', made: '', xattrs: '' })
  new Journal(file).append([row({ xattrs: '[]' })])
  t.strictSame(rowsOf(file).slice(1), [{ ...row(), crc: rowsOf(file)[1]!['crc' as 'op'] }])
  const steps = undoSteps([[old!]], realDisk(), ({ cause }) => t.fail(String(cause)))
  t.equal(withoutXattrs(steps), 1, 'it gets those of its keeper, as ever')
})
