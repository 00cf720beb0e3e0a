/** The part of a report that is about one type of record. It counts what it shows. */
export type Section<Record> = {
  readonly heading: string
  /** A record as lines of text, without anything that a terminal would obey. */
  readonly lines: (record: Record) => Iterable<string>
  /** One line about all records so far. */
  readonly summary: () => string
}
