import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {characters} from '../field/text-field.ts'
import {focusedField, suggestionFor} from '../form/answering.ts'
import type {Form, FormField} from '../form/form.ts'
import {planOf} from '../form/plans.ts'
import {actionsOf} from '../palette/actions.ts'
import type {Palette} from '../palette/palette.ts'
import type {Preview} from '../preview/preview.ts'
import type {State} from '../state.ts'
import {paletteRows} from './palette-rows.ts'
import {previewFoot, previewKind, previewTop} from './preview-frame.ts'
import {previewRows} from './preview-rows.ts'
import {previewSentences} from './preview-sentences.ts'

/** Forms, files that are looked into, and fields, as somebody hears them: see reading.ts. */

/** What went wrong the last time, the field that is answered, what will happen, then the other answers. */
export function formReading(state: State, form: Form): readonly string[] {
  const plan = planOf(state, form)
  const {failure, fields, focus} = form
  const field = focusedField(form)
  const ascii = !state.capabilities.unicode
  const others = fields.flatMap((each, i) => (i === focus ? [] : [t`${each.label}: ${answerText(each, ascii)}`]))
  return [
    failure?.message ?? '',
    failure?.advice ?? '',
    ...(field === undefined
      ? []
      : [
          t`${field.label}: ${answerText(field, ascii)}, field ${focus + 1} of ${fields.length}`,
          asideText(field, ascii),
        ]),
    plan?.title ?? '',
    ...(plan?.summary ?? []),
    plan?.refusal ?? '',
    ...(others.length === 0 ? [] : [t`Other fields:`, ...others]),
  ].map(text => printable(text, {ascii}))
}

/** What is answered. What nobody may see nobody hears either. */
function answerText(field: FormField, ascii: boolean): string {
  switch (field.kind) {
    case 'text': {
      const {text} = field.value
      if (text === '') return t`empty`
      return field.secret === true ? t`${characters(text).length} characters` : printable(text, {ascii})
    }
    case 'toggle':
      return field.on ? t`yes` : t`no`
    case 'choice':
      return t`${printable(field.options[field.chosen] ?? '', {ascii})}, ${field.chosen + 1} of ${field.options.length}`
  }
}

/** What stands beside an answer: what is meant while there is none, what may be taken, why it can't be yes. */
function asideText(field: FormField, ascii: boolean): string {
  if (field.kind === 'choice') return ''
  if (field.kind === 'toggle') return field.refusal ?? ''
  if (field.value.text === '') return printable(field.hint, {ascii})
  const suggested = field.secret === true ? null : suggestionFor(field)
  return suggested === null ? '' : t`Suggested: ${printable(suggested, {ascii})}`
}

/** What is searched and found, then the lines, then which file it is. */
export function previewReading(state: State, preview: Preview): readonly string[] {
  const {capabilities} = state
  const {where, note, problem} = previewFoot(preview, state)
  const typed = preview.search?.field
  const searched = typed == null ? '' : t`Search: ${printable(typed.text, {ascii: !capabilities.unicode}) || t`empty`}`
  const rows = previewRows(preview, state).map(row => {
    if (row.kind === 'bytes') return `${row.offset} ${row.hex}`
    const text = (row.kind === 'text' ? row.parts : row.name).map(part => part.text).join('')
    const line = row.kind === 'text' ? `${row.number.trim()} ${text}`.trim() : [text, row.target ?? ''].join(' ').trim()
    return row.current ? t`Match: ${line}` : line
  })
  const {name, facts} = previewTop(preview, capabilities)
  const {title, note: look} = previewKind(preview, capabilities)
  return [
    searched,
    [where, note].filter(Boolean).join(', '),
    problem,
    ...(previewSentences(preview, capabilities)?.map(({text}) => text) ?? rows),
    [name, ...facts.map(({text}) => text)].join(', '),
    [title, look].filter(Boolean).join(', '),
  ]
}

/** The action that would be done, and what is typed to find it. */
export function paletteReading(state: State, palette: Palette): readonly string[] {
  const row = paletteRows(state, palette).find(({cursor}) => cursor)
  const count = actionsOf(state, palette).length
  return [
    row === undefined
      ? t`Nothing that can be done is called that.`
      : [row.label, row.keys, row.reason ?? '', t`${palette.cursor + 1} of ${count}`].filter(Boolean).join(', '),
    t`Action: ${palette.field.text === '' ? t`empty` : printable(palette.field.text, {ascii: !state.capabilities.unicode})}`,
  ]
}
