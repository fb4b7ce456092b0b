import {keyName} from './key-names.ts'
import type {State} from './state.ts'

/** A binding's key as sentences name it: `r` in “r reads on.” Where it has none, how the palette finds it. */
export function keyFor({keys, capabilities}: Pick<State, 'keys' | 'capabilities'>, id: string): string {
  const key = keys[id]?.[0]
  return key === undefined ? `:${id}` : keyName(key, capabilities.unicode)
}
