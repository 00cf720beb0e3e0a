/** What dd-prefix left out, in words for stderr. */
export function leftNotes(left: { readonly stale: number; readonly protected: number }): string[] {
  const notes: string[] = []
  if (left.protected > 0)
    notes.push(
      `${count(left.protected, 'empty file')} left out by name, as .gitkeep or a lock (--protect '!NAME' takes a name out)`,
    )
  if (left.stale > 0)
    notes.push(`${count(left.stale, 'record')} left out: newer ones of the same file say otherwise`)
  return notes
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`
}
