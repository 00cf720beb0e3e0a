// Signatures with bytes that a test chooses.
import { Signatures } from '../../lib/prefix/signatures.js'

/** @param texts latin1, one for each file */
export function signaturesOf(texts: readonly string[]): Signatures {
  const signatures = new Signatures()
  for (const [file, text] of texts.entries())
    signatures.set(file, Buffer.from(text, 'latin1'), 0, text.length)
  return signatures
}
