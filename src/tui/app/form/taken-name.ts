import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {homeOf} from '../home/in-state.ts'
import type {State} from '../state.ts'

/** True where a listed image other than this one has the name, as far as the list knows. */
export function isTaken(state: State, name: string, own: string | null = null): boolean {
  const images = homeOf(state)?.listing?.images ?? []
  return images.some(({id, tags}) => id !== own && (tags.includes(name) || tags.includes(`${name}:latest`)))
}

/** What a name costs that another image has: a line for a form, none where nobody has it. */
export function takenLine(state: State, name: string, own: string | null = null): readonly string[] {
  if (name === '' || !isTaken(state, name, own)) return []
  return [t`${printable(name, {ascii: !state.capabilities.unicode})} is another image now: that one loses the name.`]
}
