import {t} from '../../text/translate.ts'
import {LensError} from './error.ts'

/**
 * Splits what follows a Dockerfile's instruction into words, as a shell would: quotes of both kinds, backslashes, and variables
 * of the image's environment (`$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}`), which single quotes hold back.
 */
export function dockerfileWords(text: string, env: ReadonlyMap<string, string>): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character
      word ??= ''
    } else if (character === quote) quote = null
    else if (character === '\\' && quote !== "'") {
      const next = text[++at]
      // Within double quotes a backslash only escapes what would mean something there.
      word =
        (word ?? '') + (quote === '"' && next !== undefined && !'"\\$'.includes(next) ? `\\${next}` : (next ?? '\\'))
    } else if (character === '$' && quote !== "'") {
      const [value, length] = variable(text.slice(at), env)
      word = (word ?? '') + value
      at += length - 1
    } else word = (word ?? '') + character
  }
  if (quote !== null) throw new LensError('usage', t`A quote is not closed: ${text}`)
  if (word !== null) words.push(word)
  return words
}

const PLAIN = /^\$([A-Za-z_]\w*)/
const BRACED = /^\$\{([A-Za-z_]\w*)(?::([-+])([^}]*))?\}/

/** The value of the variable that a text begins with, and how long its name is there. */
function variable(text: string, env: ReadonlyMap<string, string>): readonly [value: string, length: number] {
  const braced = BRACED.exec(text)
  const found = braced ?? PLAIN.exec(text)
  if (found === null) return ['$', 1]
  const value = env.get(found[1]!) ?? ''
  const [, , sign, word = ''] = braced ?? []
  if (sign === '-') return [value === '' ? word : value, found[0].length]
  if (sign === '+') return [value === '' ? '' : word, found[0].length]
  return [value, found[0].length]
}

/** The environment of a config's `Env`. */
export function environmentOf(env: readonly string[]): Map<string, string> {
  return new Map(
    env.map(line => {
      const equals = line.indexOf('=')
      return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)]
    }),
  )
}
