import t from 'tap'
import { Name } from '../../lib/plan/name.js'
import { file } from '../helper/records.js'

t.test('the path of a name is its bytes, made once', async (t) => {
  const name = new Name(file('/é'), 0, { names: [], nlink: 1 })
  t.equal(name.path.toString('latin1'), '/\xc3\xa9')
  t.equal(name.path, name.path)
})
