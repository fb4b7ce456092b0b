import {printable} from '../../../text/printable.ts'
import {wrap} from '../../../text/wrap.ts'
import {keyName} from '../key-names.ts'
import {listTop, paperSize} from '../layout.ts'
import {actionsOf, chosenAction} from '../palette/actions.ts'
import type {Palette} from '../palette/palette.ts'
import type {State, TerminalSize} from '../state.ts'

/** A row of the palette. Printable. */
export interface PaletteRow {
  readonly cursor: boolean
  readonly label: string
  readonly keys: string
  /** why it can't be done now; null where it can */
  readonly reason: string | null
}

/** Lines below the list for why the chosen action can't be done: always as many, so that nothing jumps. */
const WHY = 2

/** Rows of the list. */
export function paletteHeight(terminal: TerminalSize): number {
  return Math.max(1, paperSize(terminal).rows - WHY)
}

/** Why the action with the cursor can't be done now, as lines below the list; none where it can. Printable. */
export function paletteWhy(state: State): readonly string[] {
  const {unicode} = state.capabilities
  const reason = chosenAction(state)?.reason ?? ''
  const columns = Math.max(2, state.terminal.columns - 4)
  return reason === ''
    ? []
    : wrap(printable(reason, {ascii: !unicode}), columns, {limit: WHY, mark: unicode ? '…' : '...'})
}

/** The actions that the list shows. */
export function paletteRows(state: State, palette: Palette): readonly PaletteRow[] {
  const {unicode} = state.capabilities
  const actions = actionsOf(state, palette)
  const height = paletteHeight(state.terminal)
  const first = listTop(palette.cursor, actions.length, height)
  return actions.slice(first, first + height).map(({binding, reason}, i) => ({
    cursor: first + i === palette.cursor,
    label: printable(binding.label, {ascii: !unicode}),
    keys: binding.keys.map(key => keyName(key, unicode)).join(' '),
    reason: reason === null ? null : printable(reason, {ascii: !unicode}),
  }))
}
