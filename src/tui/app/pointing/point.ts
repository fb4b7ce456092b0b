import {printable} from '../../../text/printable.ts'
import {width} from '../../../text/width.ts'
import type {Pane} from '../explorer.ts'
import {characters, withCursorAt} from '../field/text-field.ts'
import {focusedField, withFocusMoved, withTextChanged} from '../form/answering.ts'
import {formLayout} from '../form/form-layout.ts'
import type {MouseUsed, UserVerb} from '../messages.ts'
import {explorerOf, type State, top, withExplorer, withTop} from '../state.ts'
import {move} from '../verbs/move.ts'
import {settleTree} from '../verbs/settle-tree.ts'
import {pointedAt} from './pointed.ts'

/** Rows that a notch of the wheel goes; where each step shows something else, one. */
const NOTCH = 3

/** What is to be done after the mouse was used: `open` is what Enter means there, and a binding what its key means. */
export type Pressed = UserVerb | 'open' | {readonly type: 'binding'; readonly id: string}

/** The state after the mouse was used, and what is to be done then. What was just said goes, as at a key. */
export function point(before: State, message: MouseUsed): readonly [State, Pressed | null] {
  const pointed = pointedAt(before, message.column, message.row)
  const state = before.notice === null ? before : {...before, notice: null}
  if (pointed.kind === 'nothing') return [state, null]
  const pane = pointed.kind === 'row' || pointed.kind === 'pane' ? pointed.pane : null
  if (message.action !== 'press') return [turned(state, pane, message.action === 'wheel-down' ? 1 : -1), null]
  switch (pointed.kind) {
    case 'tab':
      return [state, pointed.verb]
    case 'hint':
      // The first click may have shown another screen: what stands there now was not meant.
      return [state, message.clicks > 1 ? null : {type: 'binding', id: pointed.id}]
    case 'field':
      return [
        onField(state, pointed.at, pointed.cell),
        pointed.by === 0 ? null : {type: 'toggle-field', by: pointed.by},
      ]
    case 'pane':
      return [focused(state, pane), null]
    case 'tile': {
      if (message.clicks > 1) return [state, 'open']
      return [withExplorer(state, each => ({...each, map: {...each.map, cursor: pointed.key}})), null]
    }
    case 'row': {
      // The first click may have moved the list: the second one means what that chose, wherever it is now.
      if (message.clicks > 1) return [state, 'open']
      const there = focused(state, pane)
      return [pointed.by === 0 ? there : move(there, {type: 'move', rows: pointed.by}), null]
    }
  }
}

/** The field has the focus; a text that is shown whole has its cursor where it was clicked. */
function onField(state: State, at: number, cell: number): State {
  const form = top(state)
  if (form.kind !== 'form') return state
  const there = withFocusMoved(form, at - form.focus)
  const field = focusedField(there)
  if (cell < 0 || field?.kind !== 'text') return withTop(state, there)
  const drawn = (each: string) => (field.secret ? '*' : printable(each, {ascii: !state.capabilities.unicode}))
  const wide = characters(field.value.text).reduce((sum, each) => sum + width(drawn(each)), 0)
  if (wide >= formLayout(state, form).answers.cells) return withTop(state, there)
  return withTop(state, withTextChanged(there, value => withCursorAt(value, cell, drawn)) ?? there)
}

function focused(state: State, pane: Pane | null): State {
  const explorer = explorerOf(state)
  if (pane === null || explorer === null || explorer.focus === pane) return state
  return settleTree(withExplorer(state, each => ({...each, focus: pane})))
}

/** The wheel goes through the pane below the mouse, whichever has the keys. */
function turned(state: State, pane: Pane | null, by: 1 | -1): State {
  const explorer = explorerOf(state)
  const single = pane === 'layers' || (explorer !== null && ['waste', 'map', 'history'].includes(explorer.tab))
  const there = focused(state, pane)
  const moved = move(there, {type: 'move', rows: by * (single ? 1 : NOTCH)})
  return explorer === null ? moved : focused(moved, explorer.focus)
}
