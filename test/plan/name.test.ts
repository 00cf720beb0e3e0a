import t from 'tap'
import { Inode, Name } from '../../lib/plan/name.js'
import { file } from '../helper/records.js'

t.test('the path of a name is its bytes', async (t) => {
  const name = new Name(file('/é'), 0, new Inode())
  t.equal(name.path.toString('latin1'), '/\xc3\xa9')
  t.equal(name.key, '/\xc3\xa9')
})
