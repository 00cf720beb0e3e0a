import { Writable } from 'node:stream'

/** Takes a copy of what is written to it before it calls back, as a pipe does. */
export class Sink extends Writable {
  readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk))
    done()
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }
}
