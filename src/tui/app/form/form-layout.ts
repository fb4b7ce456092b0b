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

/** Where the lines of a form stand: all of them where there is room, else a window around the field that has the focus. */
export function formLayout(state: State, form: Form): FormLayout {
  const {width: wide, inside, whole, above, below, room} = contentOf(state, form)
  const labels = labelCells(form)
  const place = {width: wide, answers: {from: SIDE + labels, cells: Math.max(2, inside - labels)}}
  // A blank line stands above the box, where there is room for one.
  if (whole.length <= room) return {...place, top: whole.length < room ? 2 : 1, lines: whole, more: false}
  const height = Math.max(1, room - above.length)
  const from = windowTop(form, below.length, height)
  return {...place, top: 1, lines: [...above, ...below.slice(from, from + height)], more: from + height < below.length}
}

/** The form with its window so many rows further down, as far as there is something to see. */
export function scrolledForm(state: State, form: Form, rows: number): Form {
  const {whole, above, below, room} = contentOf(state, form)
  if (whole.length <= room) return form
  const height = Math.max(1, room - above.length)
  const unmoved = listTop(form.focus, below.length, height)
  const from = windowTop({...form, scrolled: (form.scrolled ?? 0) + rows}, below.length, height)
  return {...form, scrolled: from - unmoved}
}

function windowTop({focus, scrolled = 0}: Form, count: number, height: number): number {
  return Math.max(0, Math.min(count - height, listTop(focus, count, height) + scrolled))
}

function labelCells({fields}: Form): number {
  return Math.max(0, ...fields.map(field => width(field.label))) + 3
}

/** The lines of a form: all of them, and what stays at the top and what moves below it where there is no room for all. */
function contentOf(state: State, form: Form) {
  const {terminal, capabilities} = state
  const wide = Math.min(terminal.columns, WIDEST)
  const inside = Math.max(0, wide - 2 * SIDE)
  const room = Math.max(0, terminal.rows - OUTSIDE - EDGES)
  const say = (text: string, tone: 'plain' | 'problem', limit?: number): FormLine[] =>
    wrap(printable(text, {ascii: !capabilities.unicode}), inside, {
      indent: '  ',
      ...(limit === undefined ? {} : {limit, mark: capabilities.unicode ? '…' : '~'}),
    }).map(each => ({kind: 'text', text: each, tone}))
  const blank: FormLine = {kind: 'text', text: '', tone: 'plain'}
  const fields = form.fields.map((_, at): FormLine => ({kind: 'field', at}))
  const summary = (planOf(state, form)?.summary ?? []).flatMap(text => say(text, 'plain'))
  const {failure} = form
  const advice = failure?.advice == null ? [] : say(failure.advice, 'plain')
  return {
    width: wide,
    inside,
    room,
    whole: [
      ...fields,
      ...(fields.length === 0 ? [] : [blank]),
      ...summary,
      ...(failure === null ? [] : [blank, ...say(failure.message, 'problem'), ...advice]),
    ],
    // What went wrong is in sight whichever field has the focus.
    above: failure === null ? [] : say(failure.message, 'problem', Math.max(1, Math.min(2, room - 2))),
    below: [...fields, ...summary, ...advice],
  }
}

/** An option of a choice as it is drawn: printable, and where it begins among the answer's cells. */
export interface ShownOption {
  readonly text: string
  readonly from: number
}

/** All options side by side, the chosen one in brackets and the others in blanks; null where there is no room for them. */
export function shownOptions(
  {options, chosen}: ChoiceQuestion,
  room: number,
  {unicode}: State['capabilities'],
): readonly ShownOption[] | null {
  const shown: ShownOption[] = []
  let from = 0
  for (const [i, option] of options.entries()) {
    const name = printable(option, {ascii: !unicode})
    const text = i === chosen ? `[${name}]` : ` ${name} `
    shown.push({text, from})
    from += width(text)
  }
  return from <= room ? shown : null
}
