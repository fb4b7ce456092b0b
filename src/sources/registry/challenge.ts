/** One way in that a registry offers: RFC 9110, 11.6.1, as distribution-spec's token authentication uses it. */
export interface Challenge {
  /** lower case: 'basic', 'bearer' */
  readonly scheme: string
  /** names in lower case */
  readonly parameters: Readonly<Record<string, string>>
}

/** Longer headers are nobody's. */
const LONGEST = 8192
const TOKEN = /[\w!#$%&'*+.^`|~-]+/y
const VALUE = /[^\s",]*/y

/** Parses a WWW-Authenticate header, which may hold several challenges. What can't be understood ends the list. */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, LONGEST)
  const found: {scheme: string; parameters: Record<string, string>}[] = []
  let at = 0
  const skip = (pattern: RegExp) => {
    while (at < text.length && pattern.test(text[at]!)) at++
  }
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const matched = pattern.exec(text)?.[0] ?? ''
    at += matched.length
    return matched
  }
  while (at < text.length) {
    skip(/[\s,]/)
    const word = take(TOKEN)
    if (word === '') break
    skip(/\s/)
    if (text[at] !== '=') {
      found.push({scheme: word.toLowerCase(), parameters: Object.create(null)})
      continue
    }
    at++
    skip(/\s/)
    const value = text[at] === '"' ? quoted() : take(VALUE)
    const current = found.at(-1)
    if (current === undefined) break
    current.parameters[word.toLowerCase()] = value
  }
  return found

  function quoted(): string {
    let value = ''
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      value += text[at] ?? ''
    }
    at++
    return value
  }
}
