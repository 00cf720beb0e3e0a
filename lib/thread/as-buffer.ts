/** A Buffer that was sent to another thread comes out there as bare bytes. The memory is shared. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
