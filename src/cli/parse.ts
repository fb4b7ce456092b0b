import {parseArgs} from 'node:util'
import {LensError} from '../image/oci/error.ts'
import type {Given, Option} from './command.ts'

/** Parses arguments against tables of options. Throws `usage` with the nearest known option for an unknown one. */
export function parseGiven(argv: readonly string[], options: readonly Option[]): Given {
  const config = Object.fromEntries(
    options.map(({name, value, short}) => {
      const type = value === undefined ? ('boolean' as const) : ('string' as const)
      return [name, short === undefined ? {type} : {type, short}] as const
    }),
  )
  const {tokens} = parseArgs({args: [...argv], options: config, strict: false, allowPositionals: true, tokens: true})
  const values = new Map<string, string>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    else if (token.kind === 'option') {
      const known = options.find(option => option.name === token.name)
      if (known === undefined) throw unknownOption(token.rawName, options)
      if (known.value === undefined && token.value !== undefined) {
        throw new LensError('usage', `--${known.name} takes no value.`)
      }
      if (
        known.value !== undefined &&
        (token.value === undefined || (!token.inlineValue && /^--./.test(token.value)))
      ) {
        throw new LensError('usage', `--${known.name} needs a value: --${known.name} ${known.value}`)
      }
      values.set(token.name, token.value ?? '')
    }
  }
  return {positionals, value: name => values.get(name) ?? null, has: name => values.has(name)}
}

function unknownOption(raw: string, options: readonly Option[]): LensError {
  const near = nearest(
    raw.replace(/^-+/, ''),
    options.map(option => option.name),
  )
  return new LensError('usage', `There is no option ${raw}.`, {
    advice: near === null ? 'See --help.' : `Did you mean --${near}?`,
  })
}

/** The known word that is fewest edits away, null where none is close. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let fewest = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const edits = editDistance(word, candidate)
    if (edits < fewest) {
      fewest = edits
      best = candidate
    }
  }
  return best
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
