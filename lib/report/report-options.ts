/** What a report has to know that is not in the records. */
export type ReportOptions = {
  /** Told of what the format cannot show. */
  readonly note: (text: string) => void
  /** List every name of an inode in formats that otherwise have the first only. */
  readonly hardLinks: boolean
  /** All files below one root were taken for one copy. */
  readonly isolate: boolean
  /** The command and its arguments as they were typed, for formats that tell. */
  readonly commandLine: readonly string[]
  /** The directory in which it ran, as absolute bytes; asked by formats that tell. */
  readonly base: () => Buffer
  /** When the files began to be read, as far as is known, in milliseconds since 1970. */
  readonly startedMs: number
}
