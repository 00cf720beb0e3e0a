import { Command, Option } from 'commander'

/** As package.json has it. */
const VERSION = '0.1.0'

/**
 * A command of the suite: strict flags, `--help` on stdout, `--version`. An unknown flag is refused
 * with the nearest known one, and so is `-1`; nothing here ends the process.
 * @param summary one line, as in the NAME section of the man page
 */
export function command(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .version(VERSION, '--version', 'print the version and exit')
    .helpOption('-h, --help', 'print this help and exit')
    .addHelpText('after', `\nThe manual has examples and exit statuses: man ${name}`)
    .addOption(new NoNumber('-0').hideHelp())
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
}

/**
 * commander takes `-1` for an operand, a number, unless a digit is a flag of the command. So there is
 * one, which is nothing that can be typed (its types do not tell of `is`; a test holds it to it).
 */
class NoNumber extends Option {
  is(): boolean {
    return false
  }
}
