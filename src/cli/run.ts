import {LensError} from '../image/oci/error.ts'
import {printable} from '../text/printable.ts'
import {EXIT, type Given, type World} from './command.ts'
import type {CommandName} from './command-names.ts'
import {COMMAND_TABLE} from './commands.ts'
import {COMMON_OPTIONS} from './common-options.ts'
import {commandHelp} from './help.ts'
import {ChoicesShown} from './open.ts'
import {parseGiven} from './parse.ts'

/** Runs a command with the arguments behind its name. Gives the exit code; throws what is no answer but a failure. */
export async function runCommand(name: CommandName, argv: readonly string[], world: World): Promise<number> {
  const command = COMMAND_TABLE[name]
  const given = command.passesThrough ? passedThrough(argv) : parseGiven(argv, [...command.options, ...COMMON_OPTIONS])
  if (given.has('help')) {
    await world.out(commandHelp(command))
    return EXIT.done
  }
  const [least, most] = command.positionals
  const {length} = given.positionals
  if (length < least || length > most) {
    const what = length < least ? 'Something is missing' : `“${printable(given.positionals[most]!)}” is one too many`
    throw new LensError('usage', `${what}: layerlens ${command.name} ${command.usage}`, {
      advice: `See layerlens ${command.name} --help.`,
    })
  }
  try {
    return await command.run(given, world)
  } catch (error) {
    if (error instanceof ChoicesShown) return EXIT.input
    throw error
  }
}

/** All of it is somebody else's, but which engine is meant, and the question what this is. */
function passedThrough(argv: readonly string[]): Given {
  const positionals = argv.filter(
    (word, i) => !/^(?:--host(?:=|$)|-H$)/.test(word) && !/^(?:--host|-H)$/.test(argv[i - 1] ?? ''),
  )
  return {positionals, value: () => null, values: () => [], has: name => name === 'help' && argv[0] === '--help'}
}
