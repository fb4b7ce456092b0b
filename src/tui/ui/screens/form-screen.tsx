import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {pad, truncate} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import {characters, type TextField} from '../../app/field/text-field.ts'
import {suggestionFor} from '../../app/form/answering.ts'
import type {ChoiceQuestion, Form, FormField} from '../../app/form/form.ts'
import {planOf} from '../../app/form/plans.ts'
import {homeOf} from '../../app/home/in-state.ts'
import {homeTopLine} from '../../app/selectors/home-frame.ts'
import {topLine} from '../../app/selectors/image-facts.ts'
import {explorerOf, type State} from '../../app/state.ts'
import {type Piece, piecesWidth} from '../line.ts'
import {Row, Rows} from '../panes/row.tsx'
import {fieldPieces} from '../rows/field-row.ts'
import {boxEdge, boxedRow} from '../rows/frame-row.ts'
import {bareTopRow, topRow} from '../rows/top-row.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

/** Wider than this a form has lines that are hard to read. */
const WIDEST = 96

/** A few questions, what will happen, and why it did not the last time. */
export function FormScreen({state, form, theme}: {state: State; form: Form; theme: Theme}) {
  const {columns, rows} = state.terminal
  const plan = planOf(state, form)
  const wide = Math.min(columns, WIDEST)
  const inside = Math.max(0, wide - 4)
  const ascii = !state.capabilities.unicode
  const say = (text: string, style: Style | null) =>
    wrap(printable(text, {ascii}), inside, {indent: '  '}).map((each): Piece[] => [[each, style]])
  const labels = Math.max(0, ...form.fields.map(field => field.label.length)) + 3
  const content: Piece[][] = [
    ...form.fields.map((_, i) => fieldRow(form.fields, i, i === form.focus, labels, inside, theme)),
    ...(form.fields.length === 0 ? [] : [[]]),
    ...(plan?.summary ?? []).flatMap(text => say(text, null)),
    ...(form.failure === null
      ? []
      : [[], ...say(form.failure.message, 'problem'), ...say(form.failure.advice ?? '', null)]),
  ]
  const title = truncate(plan?.title ?? '', Math.max(0, wide - 6), {from: 'middle', mark: theme.glyphs.ellipsis})
  const lines = [
    boxEdge('top', title, wide, theme),
    ...content.map(pieces => boxedRow(pieces, wide, theme)),
    boxEdge('bottom', '', wide, theme),
  ]
  return (
    <>
      <Row text={placeRow(state, theme)} />
      <Row text="" />
      <Rows lines={lines} width={columns} height={Math.max(0, rows - 3)} />
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

function fieldRow(
  fields: readonly FormField[],
  at: number,
  focused: boolean,
  labels: number,
  columns: number,
  theme: Theme,
) {
  const field = fields[at]!
  // Further answers to a question stand below the first one.
  const label = fields[at - 1]?.id === field.id ? '' : field.label
  const before: Piece[] = [
    [focused ? theme.glyphs.cursor : ' ', 'accent'],
    [`${pad(label, labels - 2)} `, focused ? 'accent' : 'quiet'],
  ]
  return [...before, ...answerPieces(field, Math.max(2, columns - labels), focused, theme)]
}

/** One dot a character: how long it is may be seen, no more. */
function hidden({text, cursor}: TextField): TextField {
  return {text: '*'.repeat(characters(text).length), cursor}
}

function answerPieces(field: FormField, room: number, focused: boolean, theme: Theme): Piece[] {
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
      return choicePieces(field, room, focused, theme)
  }
}

/** All options side by side; where there is no room for them, the chosen one and how many there are. */
function choicePieces({options, chosen}: ChoiceQuestion, room: number, focused: boolean, theme: Theme): Piece[] {
  const shown = options.map(option => printable(option, {ascii: !theme.glyphs.blocks}))
  const all = shown.flatMap((option, i): Piece[] => {
    const [open, close] = i === chosen && theme.plain ? ['[', ']'] : ['', '']
    return [
      [i === 0 ? '' : '  '],
      [`${open}${option}${close}`, i === chosen ? (focused ? 'accent' : 'strong') : 'quiet'],
    ]
  })
  if (piecesWidth(all) <= room) return all
  const place = t`  ${chosen + 1} of ${options.length}`
  const one = truncate(shown[chosen] ?? '', Math.max(4, room - place.length), {
    from: 'middle',
    mark: theme.glyphs.ellipsis,
  })
  return [
    [one, focused ? 'accent' : 'strong'],
    [place, 'quiet'],
  ]
}
