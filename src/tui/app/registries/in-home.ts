import {homeOf, withHome} from '../home/in-state.ts'
import type {State} from '../state.ts'
import type {Registries} from './registries.ts'

/** What home shows of registries; null where there is no home. */
export function registriesIn(state: State): Registries | null {
  return homeOf(state)?.registries ?? null
}

/** The state with the Registries tab changed; the same state without a home. */
export function withRegistries(state: State, change: (registries: Registries) => Registries): State {
  return withHome(state, home => ({...home, registries: change(home.registries)}))
}
