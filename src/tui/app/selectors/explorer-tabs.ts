import {tabReason} from '../bindings/reasons.ts'
import type {Explorer} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {TABS, type Tab} from '../tabs.ts'
import {tabLabel} from './image-facts.ts'

/** The tabs as they stand, from the left: all of an image, of a difference those that tell something. */
export function explorerTabs(
  state: State,
  explorer: Explorer,
): {readonly id: Tab; readonly key: string; readonly label: string; readonly active: boolean}[] {
  return TABS.filter(({id}) => tabReason(state, id) === undefined).map(({id}) => ({
    id,
    key: keyFor(state, `tab-${id}`),
    label: tabLabel(id, explorer, state.terminal.columns),
    active: explorer.tab === id,
  }))
}
