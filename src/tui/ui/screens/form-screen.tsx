import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {pad, truncate, width} from '../../../text/width.ts'
import {characters, type TextField} from '../../app/field/text-field.ts'
import {suggestionFor} from '../../app/form/answering.ts'
import type {ChoiceQuestion, Form, FormField} from '../../app/form/form.ts'
import {type FormLayout, formLayout, shownOptions} from '../../app/form/form-layout.ts'
import {planOf} from '../../app/form/plans.ts'
import {homeOf} from '../../app/home/in-state.ts'
import {homeTopLine} from '../../app/selectors/home-frame.ts'
import {topLine} from '../../app/selectors/image-facts.ts'
import {type Capabilities, explorerOf, type State} from '../../app/state.ts'
import {type Piece, piecesWidth} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {fieldPieces} from '../rows/field-row.ts'
import {boxEdge, boxedRow} from '../rows/frame-row.ts'
import {bareTopRow, topRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** A few questions, what will happen, and why it did not the last time. */
export function FormScreen({state, form, theme}: {state: State; form: Form; theme: Theme}) {
  const {columns, rows} = state.terminal
  const {glyphs} = theme
  const layout = formLayout(state, form)
  const {top, width: wide} = layout
  const content = layout.lines.map((each): Piece[] =>
    each.kind === 'field'
      ? fieldRow(state, form, each.at, layout, theme)
      : [[each.text, each.tone === 'problem' ? 'problem' : null]],
  )
  const title = planOf(state, form)?.title ?? ''
  const lines = [
    boxEdge('top', truncate(title, Math.max(0, wide - 6), {from: 'middle', mark: glyphs.ellipsis}), wide, theme),
    ...content.map(pieces => boxedRow(pieces, wide, theme)),
    boxEdge('bottom', layout.more ? glyphs.ellipsis : '', wide, theme),
  ]
  return (
    <>
      <Row text={placeRow(state, theme)} />
      {top > 1 && <Row text="" />}
      <Rows lines={lines} width={columns} height={Math.max(0, rows - top - 1)} />
    </>
  )
}

/** Where one is: in an image, else at home. */
function placeRow(state: State, theme: Theme): string {
  const {columns} = state.terminal
  const explorer = explorerOf(state)
  if (explorer !== null) return topRow(topLine(explorer, state.capabilities), columns, theme)
  const home = homeOf(state)
  return home === null ? bareTopRow('', columns, theme) : topRow(homeTopLine(home, state), columns, theme)
}

function fieldRow(state: State, {fields, focus}: Form, at: number, {answers}: FormLayout, theme: Theme): Piece[] {
  const field = fields[at]!
  const focused = at === focus
  // Further answers to a question stand below the first one.
  const label = fields[at - 1]?.id === field.id ? '' : field.label
  return [
    [focused ? theme.glyphs.cursor : ' ', 'accent'],
    [`${pad(label, answers.from - 4)} `, focused ? 'accent' : 'quiet'],
    ...answerPieces(field, answers.cells, focused, state.capabilities, theme),
  ]
}

/** One asterisk a character: how long it is may be seen, no more. */
function hidden({text, cursor}: TextField): TextField {
  return {text: '*'.repeat(characters(text).length), cursor}
}

function answerPieces(
  field: FormField,
  room: number,
  focused: boolean,
  capabilities: Capabilities,
  theme: Theme,
): Piece[] {
  switch (field.kind) {
    case 'text': {
      if (field.value.text === '') {
        const hint = printable(field.repeats && !focused ? t`+ another` : field.hint, {ascii: !theme.glyphs.blocks})
        const shown: Piece = [truncate(hint, Math.max(0, room - 2), {mark: theme.glyphs.ellipsis}), 'quiet']
        return focused ? [...fieldPieces(field.value, 1, true, theme), [' '], shown] : [shown]
      }
      const typed = fieldPieces(field.secret ? hidden(field.value) : field.value, room, focused, theme)
      const suggested = focused ? suggestionFor(field) : null
      if (suggested === null) return typed
      const rest = printable(suggested.slice(field.value.text.length), {ascii: !theme.glyphs.blocks})
      return [
        ...typed,
        [truncate(rest, Math.max(0, room - piecesWidth(typed)), {mark: theme.glyphs.ellipsis}), 'quiet'],
      ]
    }
    case 'toggle':
      return [
        [field.on ? t`yes` : t`no`, focused ? 'strong' : null],
        [field.refusal === null ? '' : `  ${field.refusal}`, 'quiet'],
      ]
    case 'choice':
      return choicePieces(field, room, focused, capabilities, theme)
  }
}

/** All options side by side; where there is no room for them, the chosen one and how many there are. */
function choicePieces(
  field: ChoiceQuestion,
  room: number,
  focused: boolean,
  capabilities: Capabilities,
  theme: Theme,
): Piece[] {
  const {options, chosen} = field
  const all = shownOptions(field, room, capabilities)
  if (all !== null)
    return all.map(({text}, i): Piece => [text, i === chosen ? (focused ? 'accent' : 'strong') : 'quiet'])
  const name = printable(options[chosen] ?? '', {ascii: !theme.glyphs.blocks})
  const place = t`  ${chosen + 1} of ${options.length}`
  const one = truncate(name, Math.max(4, room - width(place)), {
    from: 'middle',
    mark: theme.glyphs.ellipsis,
  })
  return [
    [one, focused ? 'accent' : 'strong'],
    [place, 'quiet'],
  ]
}
