import {printable} from '../../../text/printable.ts'
import {width} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'
import {listTop} from '../layout.ts'
import type {State} from '../state.ts'
import type {ChoiceQuestion, Form} from './form.ts'
import {planOf} from './plans.ts'

/** Where things stand on the screen of a form, for who draws it and for who points at it. Cells and rows from 0. */
export interface FormLayout {
  /** the row of the box's upper edge */
  readonly top: number
  /** cells of the box with its edges */
  readonly width: number
  /** the column where answers begin, and the cells that they have */
  readonly answers: {readonly from: number; readonly cells: number}
  /** between the edges, from top to bottom: all of it, or a window that holds the field with the focus */
  readonly lines: readonly FormLine[]
  /** more stands below */
  readonly more: boolean
}

export type FormLine =
  | {readonly kind: 'field'; readonly at: number}
  /** printable; '' for a blank line */
  | {readonly kind: 'text'; readonly text: string; readonly tone: 'plain' | 'problem'}

/** Wider than this a form has lines that are hard to read. */
const WIDEST = 96
/** The line that says where one is, and the bottom line. */
const OUTSIDE = 2
const EDGES = 2
/** An edge and a blank. */
const SIDE = 2

export function formLayout(state: State, form: Form): FormLayout {
  const {terminal, capabilities} = state
  const wide = Math.min(terminal.columns, WIDEST)
  const inside = Math.max(0, wide - 2 * SIDE)
  const labels = Math.max(0, ...form.fields.map(field => width(field.label))) + 3
  const say = (text: string, tone: 'plain' | 'problem', limit?: number): FormLine[] =>
    wrap(printable(text, {ascii: !capabilities.unicode}), inside, {
      indent: '  ',
      ...(limit === undefined ? {} : {limit, mark: capabilities.unicode ? '…' : '~'}),
    }).map(each => ({kind: 'text', text: each, tone}))
  const blank: FormLine = {kind: 'text', text: '', tone: 'plain'}
  const asked: FormLine[] = [
    ...form.fields.map((_, at) => ({kind: 'field', at}) as const),
    ...(form.fields.length === 0 ? [] : [blank]),
    ...(planOf(state, form)?.summary ?? []).flatMap(text => say(text, 'plain')),
  ]
  const {failure} = form
  const advice = failure?.advice == null ? [] : say(failure.advice, 'plain')
  const whole = failure === null ? asked : [...asked, blank, ...say(failure.message, 'problem'), ...advice]
  const place = {width: wide, answers: {from: SIDE + labels, cells: Math.max(2, inside - labels)}}
  // A blank line stands above the box, where there is room for one.
  const room = Math.max(0, terminal.rows - OUTSIDE - EDGES)
  if (whole.length <= room) return {...place, top: whole.length < room ? 2 : 1, lines: whole, more: false}
  // What went wrong is in sight whichever field has the focus.
  const first = failure === null ? [] : say(failure.message, 'problem', Math.max(1, Math.min(2, room - 2)))
  const height = Math.max(1, room - first.length)
  const rest = [...asked, ...advice]
  const from = listTop(form.focus, rest.length, height)
  return {...place, top: 1, lines: [...first, ...rest.slice(from, from + height)], more: from + height < rest.length}
}

/** An option of a choice as it is drawn: printable, and where it begins among the answer's cells. */
export interface ShownOption {
  readonly text: string
  readonly from: number
}

/** Cells between two options. */
export const BETWEEN_OPTIONS = 2

/** All options side by side; null where there is no room for them. Brackets around the chosen one where styles can't tell it. */
export function shownOptions(
  {options, chosen}: ChoiceQuestion,
  room: number,
  {unicode, style}: State['capabilities'],
): readonly ShownOption[] | null {
  const shown: ShownOption[] = []
  let from = 0
  for (const [i, option] of options.entries()) {
    const name = printable(option, {ascii: !unicode})
    const text = i === chosen && !style ? `[${name}]` : name
    shown.push({text, from})
    from += width(text) + BETWEEN_OPTIONS
  }
  return from - BETWEEN_OPTIONS <= room ? shown : null
}
