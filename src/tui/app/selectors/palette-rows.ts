import {printable} from '../../../text/printable.ts'
import {keyName} from '../key-names.ts'
import {listTop} from '../layout.ts'
import {actionsOf} from '../palette/actions.ts'
import type {Palette} from '../palette/palette.ts'
import type {State} from '../state.ts'

/** A row of the palette. Printable. */
export interface PaletteRow {
  readonly cursor: boolean
  readonly label: string
  readonly keys: string
  /** why it can't be done now; null where it can */
  readonly reason: string | null
}

/** The actions that a window of `height` shows. */
export function paletteRows(state: State, palette: Palette, height: number): readonly PaletteRow[] {
  const {unicode} = state.capabilities
  const actions = actionsOf(state, palette)
  const first = listTop(palette.cursor, actions.length, height)
  return actions.slice(first, first + height).map(({binding, reason}, i) => ({
    cursor: first + i === palette.cursor,
    label: printable(binding.label, {ascii: !unicode}),
    keys: binding.keys.map(key => keyName(key, unicode)).join(' '),
    reason: reason === null ? null : printable(reason, {ascii: !unicode}),
  }))
}
