/** Names of the commands, apart from what they do: main decides by them before it loads anything. */
export const COMMAND_NAMES = [
  'inspect',
  'ls',
  'cat',
  'extract',
  'history',
  'waste',
  'diff',
  'sharing',
  'check',
  'copy',
  'catalog',
  'tags',
  'login',
  'logout',
  'doctor',
  'images',
  'containers',
  'commit',
  'tag',
  'push',
  'pull',
  'rm',
  'run',
  'build',
  'save',
  'load',
  'gc',
  'cache',
  'completion',
] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

/** Whether the first word of a command line is a command; every other word is a reference for the screen. */
export function isCommandName(word: string | undefined): word is CommandName {
  return (COMMAND_NAMES as readonly (string | undefined)[]).includes(word)
}

const SCANNING: ReadonlySet<CommandName> = new Set([
  'inspect',
  'ls',
  'cat',
  'extract',
  'history',
  'waste',
  'diff',
  'sharing',
  'check',
  'commit',
])

/** True for commands that read what is in layers: threads for that are started before anything else. */
export function readsLayers(name: CommandName): boolean {
  return SCANNING.has(name)
}
