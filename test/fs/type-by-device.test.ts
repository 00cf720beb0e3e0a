import t from 'tap'
import { typeByDevice } from '../../lib/fs/type-by-device.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'

/** What it says, and the names that were asked. */
function asking(types: { readonly [path: string]: number }) {
  const asked: string[] = []
  const find = typeByDevice((path) => {
    asked.push(String(path))
    return types[String(path)]
  })
  return { asked, find }
}

t.test('a device is asked once', async (t) => {
  const { asked, find } = asking({ '/a/1': 7, '/a/2': 7, '/b/1': 8 })
  const found = [
    ['1', '/a/1'],
    ['1', '/a/2'],
    ['2', '/b/1'],
    ['1', '/b/1'],
  ].map(([dev, path]) => find(dev!, () => path!))
  t.strictSame(found, [7, 7, 8, 7])
  t.strictSame(asked, ['/a/1', '/b/1'])
})

t.test('where a name is gone, the next one tells', async (t) => {
  const { asked, find } = asking({ '/a/2': 7 })
  t.equal(
    find('1', () => '/a/1'),
    undefined,
  )
  t.equal(
    find('1', () => '/a/2'),
    7,
  )
  t.equal(
    find('1', () => '/a/3'),
    7,
  )
  t.strictSame(asked, ['/a/1', '/a/2'])
})

t.test('where all names are gone, not all are asked', async (t) => {
  const { asked, find } = asking({ '/last': 7, '/other': 8 })
  for (let i = 0; i < 3000; i++) find('1', () => `/a/${i}`)
  t.equal(asked.length, 1000)
  t.equal(
    find('1', () => '/last'),
    undefined,
  )
  t.equal(
    find('2', () => '/other'),
    8,
    'another device',
  )
})

t.test('a path is made only where it is needed', async (t) => {
  const { find } = asking({ '/a': 0 })
  t.equal(
    find('1', () => '/a'),
    0,
    'any number is a type',
  )
  t.equal(
    find('1', () => t.fail('it was made') as never),
    0,
  )
})

t.test('devices that records make up take no memory for ever', async (t) => {
  let asked = 0
  const find = typeByDevice(() => ++asked)
  for (let i = 0; i < 1024; i++) find(String(i), () => '/')
  t.equal(
    find('0', () => '/'),
    1,
    'so many are remembered',
  )
  t.equal(
    find('more', () => '/'),
    1025,
  )
  t.equal(
    find('0', () => '/'),
    1026,
    'and then forgotten',
  )
})

t.test('real ones', { skip: cannotMount() }, async (t) => {
  const dir = tmpfs(t)
  const find = typeByDevice()
  t.equal(
    find('1', () => Buffer.from(dir)),
    0x01021994,
  )
  t.equal(
    find('2', () => `${dir}/none`),
    undefined,
  )
})
