// What a person sees on a terminal.

/** What is shown in the end when this was written, as lines. @throws {Error} a code that is not known here */
export function screenOf(written: string): string {
  const lines: string[] = ['']
  let [row, column, saved] = [0, 0, [0, 0]]
  const cut = (from: number, to: number) => {
    const line = lines[row]!.padEnd(column)
    lines[row] = line.slice(0, from) + line.slice(to)
  }
  for (const [all, code] of written.matchAll(/(\x1b(?:[78]|\[.*?[a-z])|\r|\n)|[^\x1b\r\n]+/gi)) {
    const [, number = '', letter = ''] = /^\x1b\[(.*)(.)$/.exec(code ?? '') ?? []
    if (code === undefined) {
      cut(column, column + all.length)
      lines[row] = lines[row]!.slice(0, column) + all + lines[row]!.slice(column)
      column += all.length
    } else if (code === '\n') [row, column] = [row + 1, 0]
    else if (code === '\r') column = 0
    else if (code === '\x1b7') saved = [row, column]
    else if (code === '\x1b8') [row, column] = saved as [number, number]
    else if (letter === 'G') column = Number(number) - 1
    else if (letter === 'K' && number === '2') lines[row] = ''
    else if (letter === 'K') cut(column, Infinity)
    else throw new Error(`not known: ${JSON.stringify(code)}`)
    lines[row] ??= ''
  }
  return lines.join('\n')
}
