import {parseArgs} from 'node:util'
import {LensError} from '../image/oci/error.ts'
import {nearest} from '../text/nearest.ts'
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
  const values = new Map<string, string[]>()
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
      values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ''])
    }
  }
  return {
    positionals,
    value: name => values.get(name)?.at(-1) ?? null,
    values: name => values.get(name) ?? [],
    has: name => values.has(name),
  }
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
