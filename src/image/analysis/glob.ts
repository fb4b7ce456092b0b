/**
 * Whether a path without a leading slash, or a folder above it, fits a glob: `*` and `?` stay within a name, `**` does not.
 * Takes at most characters × tokens steps: the glob is the user's, but paths are anybody's.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const tokens = glob.replace(/^\/+|\/+$/g, '').match(/\*\*\/|\*\*|./gs) ?? []
  const literal = longestLiteral(tokens)
  // Most paths lack it, and are told so soonest.
  return path => path.includes(literal) && fits(tokens, path)
}

/** What stands for more than one character, and for any one; all other tokens are characters that stand for themselves. */
const [FOLDERS, ANYTHING, NAME, ONE] = ['**/', '**', '*', '?']

function longestLiteral(tokens: readonly string[]): string {
  let [longest, literal] = ['', '']
  for (const token of tokens) {
    literal = token === FOLDERS || token === ANYTHING || token === NAME || token === ONE ? '' : literal + token
    if (literal.length > longest.length) longest = literal
  }
  return longest
}

/**
 * Follows at once all ways in which tokens may take the characters. A way is told by how many tokens are behind it; where the
 * next one stands for folders and is in the middle of a name, by that number's complement.
 */
function fits(tokens: readonly string[], path: string): boolean {
  // Which of both were there already, by the character, from 1 on, behind which they were.
  const reached = new Int32Array(tokens.length + 1).fill(-1)
  const within = new Int32Array(tokens.length + 1).fill(-1)
  let ways: number[] = []
  const reach = (to: number[], behind: number, at: number) => {
    for (let i = behind; reached[i] !== at; i++) {
      reached[i] = at
      to.push(i)
      // These may take nothing at all.
      if (tokens[i] !== FOLDERS && tokens[i] !== ANYTHING && tokens[i] !== NAME) return
    }
  }
  reach(ways, 0, 0)
  for (let at = 1; at <= path.length && ways.length > 0; at++) {
    const character = path[at - 1]!
    const isSlash = character === '/'
    const next: number[] = []
    for (const way of ways) {
      const behind = way < 0 ? ~way : way
      // A folder above the path fits.
      if (behind === tokens.length && isSlash) return true
      const token = tokens[behind]
      if (token === FOLDERS) {
        if (isSlash) reach(next, behind + 1, at)
        if (within[behind] !== at) next.push(~behind)
        within[behind] = at
      } else if (token === ANYTHING || (token === NAME && !isSlash)) reach(next, behind, at)
      else if (token === character || (token === ONE && !isSlash)) reach(next, behind + 1, at)
    }
    ways = next
  }
  return ways.includes(tokens.length)
}
