// Byte streams for tests.

/** Text as the chunks of a stream, `size` bytes each. Latin-1, so that any byte can be written. */
export async function* chunksOf(latin1: string, size = 64 * 1024): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(latin1, 'latin1')
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function collect(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk.toString('latin1')
  return text
}
