import type {Command, Option} from '../command.ts'

/** What is being typed on a command line, as far as its tables tell. */
export interface TypedLine {
  /** null while the first word is typed, or where it is no command */
  readonly command: Command | null
  /** what stands before the word that is typed, options and their values left out, the command's name too */
  readonly positionals: readonly string[]
  /** the option whose value is being typed; null where none is */
  readonly option: Option | null
  /** the word that is being typed, as far as it is; of `--option=value` the value */
  readonly typed: string
  /** what of the word stays before each candidate: `--option=` */
  readonly before: string
}

/** Reads the words behind the program's name, the last of them the one that is being typed. */
export function typedLine(
  words: readonly string[],
  commands: Readonly<Record<string, Command>>,
  common: readonly Option[],
): TypedLine {
  const [last = '', ...rest] = [...words].reverse()
  const done = rest.reverse()
  const first = done.find(word => !word.startsWith('-'))
  const command = first !== undefined && Object.hasOwn(commands, first) ? commands[first]! : null
  const options = [...(command?.options ?? []), ...common]
  const positionals: string[] = []
  let option: Option | null = null
  for (const word of done) {
    if (option !== null) option = null
    else if (word.startsWith('-')) option = word.includes('=') ? null : optionOf(word, options)
    else positionals.push(word)
  }
  const inline = /^(--[a-z-]+=)(.*)$/s.exec(last)
  if (option === null && inline !== null) {
    option = optionOf(inline[1]!.slice(0, -1), options)
    return {
      command,
      positionals: positionals.slice(command === null ? 0 : 1),
      option,
      typed: inline[2]!,
      before: inline[1]!,
    }
  }
  return {command, positionals: positionals.slice(command === null ? 0 : 1), option, typed: last, before: ''}
}

/** The option of that name, where something follows it. */
function optionOf(word: string, options: readonly Option[]): Option | null {
  const found = options.find(({name, short}) => word === `--${name}` || word === `-${short}`)
  return found?.value === undefined ? null : found
}

/**
 * What a command's usage calls its positional number `at`: `REF` and then `PATH` of `REF PATH…`. What may be given often stands
 * for all that follow; null where nothing more is taken.
 */
export function positionalKind(usage: string, at: number): string | null {
  const kinds: string[] = []
  for (const word of usage.split(' ')) {
    if (/^\[?-/.test(word)) break
    const kind = /[A-Z]+(?:\/[A-Z]+)?/.exec(word)?.[0]
    if (kind === undefined) continue
    kinds.push(kind)
    if (word.includes('…')) while (kinds.length <= at) kinds.push(kind)
  }
  return kinds[at] ?? null
}
