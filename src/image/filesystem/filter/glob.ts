/** Wildcards of one name, as shells have them (POSIX.1-2017, Shell Command Language 2.13). Characters are code points. */
export type GlobToken =
  | {readonly kind: 'one'; readonly lower: number; readonly upper: number}
  | {readonly kind: 'any'}
  | {readonly kind: 'many'}
  | {readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[]}

/** Reads one name's wildcards. Nothing is an error: a bracket that is not closed stands for itself. */
export function globTokens(text: string, caseSensitive: boolean): readonly GlobToken[] {
  const characters = Array.from(text)
  const tokens: GlobToken[] = []
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'many') tokens.push({kind: 'many'})
    } else if (character === '?') tokens.push({kind: 'any'})
    else if (character === '[') {
      const end = classEnd(characters, i)
      if (end < 0) tokens.push(one(character, caseSensitive))
      else {
        tokens.push(classOf(characters.slice(i + 1, end), caseSensitive))
        i = end
      }
    } else if (character === '\\' && i + 1 < characters.length) tokens.push(one(characters[++i]!, caseSensitive))
    else tokens.push(one(character, caseSensitive))
  }
  return tokens
}

/** The place of the bracket that closes the one at `open`, −1 for none. One right at the start stands for itself. */
function classEnd(characters: readonly string[], open: number): number {
  const first = characters[open + 1] === '!' || characters[open + 1] === '^' ? open + 2 : open + 1
  return characters.indexOf(']', first + 1)
}

function classOf(inside: readonly string[], caseSensitive: boolean): GlobToken {
  const negated = inside[0] === '!' || inside[0] === '^'
  const items = negated ? inside.slice(1) : inside
  const ranges: [number, number][] = []
  for (let i = 0; i < items.length; i++) {
    const isRange = items[i + 1] === '-' && i + 2 < items.length
    const [low, high] = [items[i]!, isRange ? items[i + 2]! : items[i]!]
    ranges.push([code(low), code(high)])
    if (!caseSensitive) {
      ranges.push([lowerCode(low), lowerCode(high)])
      ranges.push([upperCode(low), upperCode(high)])
    }
    if (isRange) i += 2
  }
  return {kind: 'class', negated, ranges}
}

function one(character: string, caseSensitive: boolean): GlobToken {
  if (caseSensitive) return {kind: 'one', lower: code(character), upper: code(character)}
  return {kind: 'one', lower: lowerCode(character), upper: upperCode(character)}
}

function code(character: string): number {
  return character.codePointAt(0)!
}

const lowerCode = (character: string) => caseCode(character, character.toLowerCase())
const upperCode = (character: string) => caseCode(character, character.toUpperCase())

/** A letter's other case where that is one letter too: the capital of ß is SS, of which no S alone is meant. */
function caseCode(character: string, other: string): number {
  const found = code(other)
  return String.fromCodePoint(found) === other ? found : code(character)
}

/**
 * True where the characters [start, end) are what the tokens say, from the first to the last. Takes at most tokens ×
 * characters steps: when it fails, only the last `*` takes one character more. What stands behind the last `*` is looked at
 * first: of most names it says no at once.
 */
export function globMatches(
  tokens: readonly GlobToken[],
  characters: ArrayLike<number>,
  start: number,
  end: number,
): boolean {
  let tail = tokens.length
  while (tail > 0 && tokens[tail - 1]!.kind !== 'many') tail--
  const behind = end - (tokens.length - tail)
  if (tail === 0) return behind === start && taken(tokens, 0, characters, start)
  if (behind < start || !taken(tokens, tail, characters, behind)) return false
  return headMatches(tokens, tail - 1, characters, start, behind)
}

/** True where each token from the one at `first` to the last takes its character, the first one at `at`. */
function taken(tokens: readonly GlobToken[], first: number, characters: ArrayLike<number>, at: number): boolean {
  for (let i = first; i < tokens.length; i++) if (!takes(tokens[i]!, characters[at + i - first]!)) return false
  return true
}

/** True where the characters [start, end) begin with what the first `count` tokens say; what follows is a `*`'s. */
function headMatches(
  tokens: readonly GlobToken[],
  count: number,
  characters: ArrayLike<number>,
  start: number,
  end: number,
): boolean {
  let token = 0
  let at = start
  let star = -1
  let reached = start
  while (token < count) {
    const wanted = tokens[token]!
    if (wanted.kind === 'many') {
      star = token++
      reached = at
    } else if (at >= end) return false
    else if (takes(wanted, characters[at]!)) {
      token++
      at++
    } else if (star >= 0) {
      token = star + 1
      at = ++reached
    } else return false
  }
  return true
}

function takes(token: GlobToken, character: number): boolean {
  switch (token.kind) {
    case 'one':
      return character === token.lower || character === token.upper
    case 'any':
      return true
    case 'class':
      return token.ranges.some(([low, high]) => character >= low && character <= high) !== token.negated
    case 'many':
      return false
  }
}
