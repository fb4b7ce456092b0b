import type {Effect, Step} from '../effects.ts'
import {homeOf} from '../home/in-state.ts'
import {homeLayout} from '../home/layout.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import {listTop} from '../layout.ts'
import {type State, top} from '../state.ts'
import {askHosts} from './asking.ts'
import {withRegistries} from './in-home.ts'

/** What follows from what is in view: the registries are asked for when their tab opens, facts for the tags that are seen. */
export function settleRegistries([state, effects]: Step): Step {
  const home = homeOf(state)
  if (home === null) return [state, effects]
  const {registries} = home
  const shown = home.tab === 'registries' && (top(state).kind === 'home' || top(state).kind === 'home-filter')
  if (shown && registries.hosts.items === null && registries.hosts.session === null) {
    const [asked, more] = askHosts(state)
    return [asked, [...effects, ...more]]
  }
  const {host, path, looking} = registries
  if (host === null || path === null || looking === null) return [state, effects]
  const wanted = shown ? tagsInView(state) : []
  if (sameTexts(wanted, registries.wanted)) return [state, effects]
  const look: Effect = {
    type: 'ask-registry',
    session: looking,
    question: {kind: 'facts', host, path, tags: wanted},
  }
  return [withRegistries(state, each => ({...each, wanted})), [...effects, look]]
}

/** Those on the screen of which nothing is known yet. */
function tagsInView(state: State): readonly string[] {
  const home = homeOf(state)!
  const rows = shownRows(state, home)
  const {list} = homeLayout(state.terminal)
  const first = listTop(cursorRow(state, home), rows.length, list)
  const seen = rows.slice(first, first + list).map(({id}) => id)
  return seen.filter(tag => !home.registries.facts.has(tag))
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}
