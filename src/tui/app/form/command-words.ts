/**
 * A command line as words, as a shell would take them apart: blanks divide, quotes and backslashes keep together. Nothing is
 * put in for variables. Null where a quote is not closed.
 */
export function commandWords(line: string): readonly string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!
    if (quote !== '') {
      if (character === quote) quote = ''
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(line[i + 1] ?? '')) word += line[++i]!
      else word += character
    } else if (character === "'" || character === '"') {
      quote = character
      word ??= ''
    } else if (character === '\\' && i + 1 < line.length) word = (word ?? '') + line[++i]!
    else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
