import {characters, type TextField, textField} from '../field/text-field.ts'
import {type Form, type FormField, type TextQuestion, textQuestion} from './form.ts'

/** What keys do to a form. */

/** The field that keys go to; undefined in a form that only asks whether. */
export function focusedField(form: Form): FormField | undefined {
  return form.fields[form.focus]
}

/** The focus so many fields on, around the ends. Empty rows of a question that repeats go when they are left, but the last. */
export function withFocusMoved(form: Form, by: number): Form {
  const count = form.fields.length
  if (count === 0) return form
  const to = form.fields[(form.focus + by + count) % count]!
  const left = focusedField(form)
  const fields = form.fields.filter((field, i) => !(field === left && isSpare(field) && hasAnother(form.fields, i)))
  return {...form, fields, focus: Math.max(0, fields.indexOf(to)), scrolled: 0}
}

/** The form with the text of its focused field changed; null where it holds none or nothing changes. */
export function withTextChanged(form: Form, change: (field: TextField) => TextField | null): Form | null {
  const field = focusedField(form)
  if (field?.kind !== 'text') return null
  const value = change(field.value)
  if (value === null) return null
  const changed = {...field, value}
  const fields = form.fields.with(form.focus, changed)
  const isLast = field.repeats && !hasAnother(form.fields, form.focus)
  if (!isLast || isSpare(changed)) return {...form, fields}
  const {id, label, hint, paths} = field
  const another: TextQuestion = {
    ...textQuestion(id, label, '', {hint}),
    repeats: true,
    ...(paths === undefined ? {} : {paths: {...paths, folder: null, request: -1}}),
  }
  return {...form, fields: fields.toSpliced(form.focus + 1, 0, another)}
}

/** The form with its focused yes or no turned around, or the choice so many options on. */
export function withToggled(form: Form, by: number): Form {
  const field = focusedField(form)
  if (field?.kind === 'choice') {
    const {length} = field.options
    return {
      ...form,
      fields: form.fields.with(form.focus, {...field, chosen: (((field.chosen + by) % length) + length) % length}),
    }
  }
  if (field?.kind !== 'toggle' || field.refusal !== null) return form
  return {...form, fields: form.fields.with(form.focus, {...field, on: !field.on})}
}

/** What the typed text is going to be, as far as it can be guessed: a suggestion that begins with it; null for none. */
export function suggestionFor({value, suggestions}: TextQuestion): string | null {
  const {text, cursor} = value
  if (text === '' || cursor < characters(text).length) return null
  return suggestions.find(each => each !== text && each.startsWith(text)) ?? null
}

/** The form with what is suggested taken; null where nothing is. */
export function withSuggestionTaken(form: Form): Form | null {
  const field = focusedField(form)
  const suggestion = field?.kind === 'text' ? suggestionFor(field) : null
  return suggestion === null ? null : withTextChanged(form, () => textField(suggestion))
}

function isSpare(field: FormField): boolean {
  return field.kind === 'text' && field.repeats && field.value.text === ''
}

/** Whether a further answer to the same question follows. */
function hasAnother(fields: readonly FormField[], at: number): boolean {
  return fields[at + 1]?.id === fields[at]?.id
}
