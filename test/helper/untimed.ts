// What commands write, but for the times at which they began to read: those differ from run to run.

const READ_NS = /,"readNs":"\d+"/g

export function untimedText(text: string): string {
  return text.replace(READ_NS, '')
}

type Output = { readonly stdout: string; readonly raw: Buffer }

/** The output of a command without them, to be held against that of another run. */
export function untimed<Ran extends Output>(ran: Ran): Ran {
  const raw = Buffer.from(untimedText(ran.raw.toString('latin1')), 'latin1')
  return { ...ran, raw, stdout: untimedText(ran.stdout) }
}
