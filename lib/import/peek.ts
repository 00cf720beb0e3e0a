/** A stream, and what it starts with, one character a byte. */
export type Peeked = {
  readonly head: string
  /** All of it, the head included. */
  readonly bytes: AsyncIterable<Buffer>
}

/**
 * Look at the beginning of a stream.
 * @param isEnough asked after each chunk, and not before there is one
 */
export async function peek(
  input: AsyncIterable<Buffer>,
  isEnough: (head: string) => boolean,
): Promise<Peeked> {
  const chunks = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (;;) {
    const next = await chunks.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
    if (isEnough(head.toString('latin1'))) break
  }
  return { head: head.toString('latin1'), bytes: replay(head, chunks) }
}

async function* replay(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
