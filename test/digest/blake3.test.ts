import t from 'tap'
import { blake3, nativeBlake3, wasmBlake3, type Blake3 } from '../../lib/digest/blake3.js'

// The official test vectors of BLAKE3: the input is the bytes 0 to 250, over and over.
// prettier-ignore
const vectors: [bytes: number, want: string][] = [
  [0,      'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1,      '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [1023,   '10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11'],
  [1024,   '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
  [1025,   'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
  [2048,   'e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a'],
  [2049,   '5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030'],
  [3072,   'b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2'],
  [3073,   '7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3'],
  [4096,   '015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969'],
  [4097,   '9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995'],
  [5120,   '9cadc15fed8b5d854562b26a9536d9707cadeda9b143978f319ab34230535833'],
  [5121,   '628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff'],
  [6144,   '3e2e5b74e048f3add6d21faab3f83aa44d3b2278afb83b80b3c35164ebeca205'],
  [6145,   'f1323a8631446cc50536a9f705ee5cb619424d46887f3c376c695b70e0f0507f'],
  [7168,   '61da957ec2499a95d6b8023e2b0e604ec7f6b50e80a9678b89d2628e99ada77a'],
  [7169,   'a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817'],
  [8192,   'aae792484c8efe4f19e2ca7d371d8c467ffb10748d8a5a1ae579948f718a2a63'],
  [8193,   'bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b'],
  [16384,  'f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4'],
  [31744,  '62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47'],
  [102400, 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
]

const input = Buffer.alloc(
  102400,
  Uint8Array.from({ length: 251 }, (_, i) => i),
)

/** Lengths of the pieces that a digest is fed in. */
const pieces = [1, 1024, 4096, 65536, 102400]

for (const [name, load] of Object.entries({ nativeBlake3, wasmBlake3 })) {
  const implementation = loaded(load)
  if (!implementation) t.comment(`${name} DOES NOT LOAD HERE AND IS NOT TESTED`)

  for (const [length, want] of implementation ? vectors : [])
    t.test(`${name} of ${length} bytes`, async (t) => {
      const bytes = input.subarray(0, length)
      const { hex, start } = implementation!
      t.equal(hex(bytes), want)
      for (const piece of pieces.filter((piece) => piece > 1 || length < 5000)) {
        const digest = start()
        for (let at = 0; at < length; at += piece) digest.update(bytes.subarray(at, at + piece))
        t.equal(digest.hex(), want, `in pieces of ${piece}`)
      }
    })

  t.test(`${name} keeps two digests in the making apart`, { skip: !implementation }, async (t) => {
    const { hex, start } = implementation!
    const [one, two] = [start(), start()]
    one.update(input.subarray(0, 1024))
    const whole = hex(input.subarray(0, 1))
    two.update(input.subarray(0, 1025))
    t.strictSame([one.hex(), two.hex(), whole], [wanted(1024), wanted(1025), wanted(1)])
  })
}

t.test(
  'where the usual build is not there, the package chooses one',
  {
    skip: !loaded(nativeBlake3),
  },
  async (t) => {
    const own = Object.getOwnPropertyDescriptor(process, 'arch')!
    const restore = () => Object.defineProperty(process, 'arch', own)
    t.teardown(restore)
    // Only who asks first, which is us, hears of a machine that nobody has.
    const get = () => (restore(), 'none')
    Object.defineProperty(process, 'arch', { configurable: true, get })
    t.equal(nativeBlake3().hex(input.subarray(0, 1)), wanted(1))
    t.not(process.arch, 'none', 'it was asked for')
  },
)

t.test('WebAssembly loads everywhere', async (t) => {
  t.ok(loaded(wasmBlake3))
})

t.test('what is used is loaded once', async (t) => {
  t.equal(blake3(), blake3())
  t.equal(blake3().hex(input.subarray(0, 1)), wanted(1))
})

function loaded(load: () => Blake3): Blake3 | undefined {
  try {
    return load()
  } catch {
    return undefined
  }
}

function wanted(length: number): string {
  return vectors.find(([bytes]) => bytes === length)![1]
}
