import { Command, Option } from 'commander'
import { UsageError } from './exit.js'

/** As package.json has it. */
const VERSION = '0.1.0'

/**
 * A command of the suite: strict flags, `--help` on stdout, `--version`. An unknown flag is refused
 * with the nearest known one, and so is `-1`; nothing here ends the process.
 * @param summary one line, as in the NAME section of the man page
 * @param input what it reads from standard input; undefined: nothing, or only where a flag says so
 */
export function command(name: string, summary: string, input?: string): Command {
  return new Strict(name, input)
    .description(summary)
    .version(VERSION, '--version', 'print the version and exit')
    .helpOption('-h, --help', 'print this help and exit')
    .addHelpText('after', `\nThe manual has examples and exit statuses: man ${name}`)
    .addOption(new NoNumber('-0').hideHelp())
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
}

/** What a command reads from standard input; undefined: see `command`. */
export function inputOf(command: Command): string | undefined {
  return command instanceof Strict ? command.input : undefined
}

/** What is wrong with a value is said with the flag that it was given to. */
class Strict extends Command {
  readonly input: string | undefined

  constructor(name: string, input: string | undefined) {
    super(name)
    this.input = input
  }

  override addOption(option: Option): this {
    const { parseArg, long } = option
    if (parseArg && long)
      option.parseArg = <T>(typed: string, before: T) => {
        try {
          return parseArg(typed, before)
        } catch (error) {
          if (!(error instanceof UsageError) || error.message.includes(long)) throw error
          throw new UsageError(`${long}: ${error.message}`)
        }
      }
    return super.addOption(option)
  }
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
