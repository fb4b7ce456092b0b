import type {Explorer} from '../explorer.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State} from '../state.ts'
import type {Tab} from '../tabs.ts'

/**
 * The way that one took from tab to tab. It never grows long: the files are where it begins, and a tab that is on it already is
 * gone back to.
 */

/** Another tab, as its key shows it. */
export function throughTab(explorer: Explorer, tab: Tab): Explorer {
  const {trail} = explorer
  if (tab === explorer.tab) return explorer
  const before = trail.indexOf(tab)
  const way = tab === 'files' ? [] : before < 0 ? [...trail, explorer.tab] : trail.slice(0, before)
  return {...explorer, tab, trail: way}
}

/** The files, where something of another tab led: that is what one goes back to. */
export function ledToFiles({tab, trail}: Explorer): Pick<Explorer, 'tab' | 'trail'> {
  return {tab: 'files', trail: tab === 'files' ? trail : [...trail, tab]}
}

/** The tab that one came from; the same where one came from none. */
export function backOnTrail(explorer: Explorer): Explorer {
  const tab = explorer.trail.at(-1)
  return tab === undefined ? explorer : {...explorer, tab, trail: explorer.trail.slice(0, -1)}
}

/** What leads out of a tab: to the one that one came from, else to what lies below the image; null where there is neither. */
export function wayBack(state: State): Extract<UserVerb, {type: 'tab-back' | 'close'}> | null {
  if ((explorerOf(state)?.trail.length ?? 0) > 0) return {type: 'tab-back'}
  return state.contexts.length > 1 ? {type: 'close'} : null
}

/** Whether a form that is being answered lies below the image: one looks something up for it. */
export function isOverForm({contexts}: Pick<State, 'contexts'>): boolean {
  const at = contexts.findLastIndex(({kind}) => kind === 'explorer')
  return contexts[at - 1]?.kind === 'form'
}

/** Whether the way back out of this tab leads to the files, as the key for them does. */
export function leadsToFiles(state: State): boolean {
  const explorer = explorerOf(state)
  return explorer !== null && explorer.tab !== 'files' && explorer.trail.at(-1) === 'files'
}
