import {withHome} from '../home/in-state.ts'
import {AT_TOP} from '../home/list-place.ts'
import type {State} from '../state.ts'
import type {Registries} from './registries.ts'

/** The state with another list of the Registries tab open: one comes back to the row that one left. */
export function withPlaces(state: State, host: string | null, path: string | null): State {
  return withHome(state, home => {
    const {registries, lists} = home
    const places = [...registries.above, lists.registries]
    const depth = depthOf({host, path})
    // Up from here one is on what one went down by, also where one did not come by the list.
    const above = Array.from({length: depth}, (_, i) => ({...(places[i] ?? AT_TOP), id: i === 0 ? host : path}))
    const here = depth < depthOf(registries) ? (places[depth] ?? AT_TOP) : AT_TOP
    return {...home, registries: {...registries, host, path, above}, lists: {...lists, registries: here}}
  })
}

function depthOf({host, path}: Pick<Registries, 'host' | 'path'>): number {
  return host === null ? 0 : path === null ? 1 : 2
}
