/** Names of the commands, apart from what they do: main decides by them before it loads anything. */
export const COMMAND_NAMES = ['inspect', 'ls', 'cat', 'extract', 'history', 'cache'] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

export function isCommandName(word: string | undefined): word is CommandName {
  return (COMMAND_NAMES as readonly (string | undefined)[]).includes(word)
}
