import { Command } from 'commander'

/** As package.json has it. */
const VERSION = '0.1.0'

/**
 * A command of the suite: strict flags, `--help` on stdout, `--version`. An unknown flag is refused
 * with the nearest known one; nothing here ends the process.
 * @param summary one line, as in the NAME section of the man page
 */
export function command(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .version(VERSION, '--version', 'print the version and exit')
    .helpOption('-h, --help', 'print this help and exit')
    .addHelpText('after', `\nThe manual has examples and exit statuses: man ${name}`)
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
}
