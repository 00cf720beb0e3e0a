import t from 'tap'
import { fclonesCommand, fclonesDigest } from '../../lib/import/fclones-command.js'

// prettier-ignore
const cases: [command: string, want: object][] = [
  ['fclones group .',                                { isTransformed: false, isPartial: false, hashFn: 'metro' }],
  ['fclones group --transform cat .',                { isTransformed: true }],
  ["fclones group '--transform=cat $IN' .",          { isTransformed: true }],
  ['fclones group --name --transforms',              { isTransformed: false }],
  ['fclones group --skip-content-hash',              { isPartial: true }],
  ['fclones group --hash-fn blake3',                 { hashFn: 'blake3' }],
  ['fclones group --hash-fn=sha256',                 { hashFn: 'sha256' }],
  ['fclones group --hash-fn sha256 --hash-fn=blake3', { hashFn: 'blake3' }],
  ['fclones group --hash-fn',                        { hashFn: 'metro' }],
]

for (const [command, want] of cases)
  t.test(command, async (t) => {
    t.match(fclonesCommand(command.split(' ')), want)
  })

const hex = 'ab'.repeat(32)

// prettier-ignore
const digests: [name: string, command: string, hash: string, isOurs: boolean][] = [
  ['blake3',                        '--hash-fn blake3',                     hex,             true],
  ['another function',              '--hash-fn sha256',                     hex,             false],
  ['the default one',               '',                                     hex,             false],
  ['too short',                     '--hash-fn blake3',                     hex.slice(2),    false],
  ['no hex',                        '--hash-fn blake3',                     'x'.repeat(64),  false],
  ['of a part',                     '--hash-fn blake3 --skip-content-hash', hex,             false],
]

for (const [name, command, hash, isOurs] of digests)
  t.test(`digest: ${name}`, async (t) => {
    const digest = fclonesDigest(fclonesCommand(command.split(' ')), hash)
    t.strictSame(digest, isOurs ? { hash, algo: 'blake3' } : undefined)
  })
