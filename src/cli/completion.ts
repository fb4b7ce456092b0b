import {setTimeout as pause} from 'node:timers/promises'
import {LensError} from '../image/oci/error.ts'
import {type Command, EXIT} from './command.ts'
import {COMMON_OPTIONS} from './common-options.ts'
import {candidatesFor} from './completion/candidates.ts'
import {COMPLETION_SCRIPTS, SHELLS, type Shell} from './completion/scripts.ts'
import {typedLine} from './completion/typed-line.ts'

/** Nobody waits longer for a completion, milliseconds: an engine may hang, a layer may have to be unpacked first. */
const PATIENCE = 2500
/** A shell shows no more than it can. */
const MOST = 2000

/** The command; `commands` is asked when it runs, as it stands in that table itself. */
export const completionOf = (commands: () => Readonly<Record<string, Command>>): Command => ({
  name: 'completion',
  brief: 'for your shell',
  usage: 'SHELL',
  summary: 'what bash, zsh or fish needs to complete',
  options: [],
  examples: [
    ['source <(layerlens completion bash)', 'in ~/.bashrc'],
    ['source <(layerlens completion zsh)', 'in ~/.zshrc, behind compinit'],
    ['layerlens completion fish | source', 'in ~/.config/fish/config.fish'],
  ],
  positionals: [1, Number.POSITIVE_INFINITY],
  async run(given, world) {
    const [asked, ...words] = given.positionals
    // What the scripts ask: the words of a line as far as it is typed.
    if (asked === 'words') {
      const table = commands()
      const line = typedLine(words, table, [...COMMON_OPTIONS, ...world.screenOptions])
      // What only the screen takes no command takes.
      const options = line.command === null ? [...COMMON_OPTIONS, ...world.screenOptions] : COMMON_OPTIONS
      const nothing = pause(PATIENCE, {words: [], files: false}, {ref: false})
      const candidates = candidatesFor(line, Object.values(table), options, world)
      const {words: found, files} = await Promise.race([candidates, nothing])
      const lines = found.slice(0, MOST).map(({word, meaning}) => (meaning === '' ? word : `${word}\t${meaning}`))
      await world.out([...lines, ...(files ? [':files'] : [])].map(text => `${text}\n`).join(''))
      return EXIT.done
    }
    if (words.length > 0 || !isShell(asked)) {
      throw new LensError('usage', `There is no completion for ${[asked, ...words].join(' ')}.`, {
        advice: `Name one of ${SHELLS.join(', ')}.`,
      })
    }
    await world.out(COMPLETION_SCRIPTS[asked])
    return EXIT.done
  },
})

function isShell(name: string | undefined): name is Shell {
  return SHELLS.some(shell => shell === name)
}
