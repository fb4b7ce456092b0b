/** A word of a command that the user may paste: quoted where a shell would take it apart, or for more than it says. Hostile. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-][\w@%+=:,./~-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as a word of a command: never taken for an option. Hostile. */
export function shellPath(path: string): string {
  return shellWord(path.startsWith('-') ? `./${path}` : path)
}

/** A command of these words. Hostile. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

/** Where in a shell's line stand characters that are neither quoted nor escaped, nor quotes themselves, from the left. */
export function* unquoted(line: string): Generator<number> {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!
    if (character === '\\' && quote !== "'") i++
    else if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'" || character === '`') quote = character
    else yield i
  }
}
