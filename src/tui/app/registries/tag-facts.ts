import type {State} from '../state.ts'
import {registriesIn} from './in-home.ts'
import type {TagFacts} from './registries.ts'

/** What is known of a tag of the open repository, or was before it was asked about anew; null where nothing is. */
export function factsFor(state: State, tag: string): TagFacts | null {
  const registries = registriesIn(state)
  return registries?.facts.get(tag) ?? registries?.before.get(tag) ?? null
}
