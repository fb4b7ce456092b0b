import type {Failure} from '../../../image/oci/error.ts'
import {type TextField, textField} from '../field/text-field.ts'
import type {Purpose} from './purpose.ts'

/** A few questions before something is done. Its values stay when doing it fails. */
export interface Form<P extends Purpose = Purpose> {
  readonly kind: 'form'
  readonly purpose: P
  readonly fields: readonly FormField[]
  /** the field that keys go to */
  readonly focus: number
  /** why it could not be done with these values; null before it was tried */
  readonly failure: Failure | null
  /** rows that its window was moved by, from where the field with the focus is in its middle; where it does not fit */
  readonly scrolled?: number
}

export type FormField = TextQuestion | ToggleQuestion | ChoiceQuestion

export interface TextQuestion {
  readonly kind: 'text'
  readonly id: string
  readonly label: string
  readonly value: TextField
  /** shown while nothing is typed: what is meant, or what holds then. Printable */
  readonly hint: string
  /** what the text may be going to be; the first one that begins with it is offered. Hostile */
  readonly suggestions: readonly string[]
  /** one of several answers to the same question: behind the last one stands an empty one, for another */
  readonly repeats: boolean
  /** it is not shown as it is typed, nor kept for the next time */
  readonly secret?: boolean
  /** it is a path on the disk: what is there is suggested, folder by folder; absent for other texts */
  readonly paths?: PathsThere
}

/** What may stand on in a path that is being typed. */
export interface PathsThere {
  /** what is asked for: any file, or folders alone */
  readonly only: 'files' | 'folders'
  /** the path ends at a colon, behind which stands something else */
  readonly toColon?: boolean
  /** the folder that was asked for last, as it is typed, up to its slash; null before that */
  readonly folder: string | null
  /** the number of that question */
  readonly request: number
}

export interface ToggleQuestion {
  readonly kind: 'toggle'
  readonly id: string
  readonly label: string
  readonly on: boolean
  /** why it can't be turned on here, in a sentence; null where it can */
  readonly refusal: string | null
}

export interface ChoiceQuestion {
  readonly kind: 'choice'
  readonly id: string
  readonly label: string
  /** hostile */
  readonly options: readonly string[]
  readonly chosen: number
}

/** What was answered, by the fields' ids: a text, yes or no, the chosen option, all texts of a question that repeats. */
export type FormValues = Readonly<Record<string, string | boolean | readonly string[]>>

/** A form that has not been sent yet. */
export function formOf<P extends Purpose>(purpose: P, fields: readonly FormField[], focus = 0): Form<P> {
  return {kind: 'form', purpose, fields, focus, failure: null}
}

/** A question for one line of text, answered with `value` at first. */
export function textQuestion(
  id: string,
  label: string,
  value: string,
  {hint = '', suggestions = []}: {readonly hint?: string; readonly suggestions?: readonly string[]} = {},
): TextQuestion {
  return {kind: 'text', id, label, value: textField(value), hint, suggestions, repeats: false}
}

/** A question for a path of the disk. What is there is suggested as one types. */
export function pathQuestion(
  id: string,
  label: string,
  value: string,
  {hint = '', only = 'files'}: {readonly hint?: string; readonly only?: PathsThere['only']} = {},
): TextQuestion {
  return {...textQuestion(id, label, value, {hint}), paths: {only, folder: null, request: -1}}
}

/** A question whose answer nobody but who asks may see. */
export function secretQuestion(id: string, label: string, hint: string): TextQuestion {
  return {...textQuestion(id, label, '', {hint}), secret: true}
}

/** A question with any number of answers: a row for each, and one for another. */
export function textQuestions(id: string, label: string, values: readonly string[], hint = ''): TextQuestion[] {
  return [...values.filter(value => value !== ''), ''].map(value => ({
    ...textQuestion(id, label, value, {hint}),
    repeats: true,
  }))
}

/** A question with any number of answers that begin with a path of the disk, `PATH:…`. What is there is suggested up to the colon. */
export function pathQuestions(id: string, label: string, hint: string): TextQuestion[] {
  return textQuestions(id, label, [], hint).map(question => ({
    ...question,
    paths: {only: 'files', toColon: true, folder: null, request: -1},
  }))
}

/** A question for yes or no; with a `refusal` the answer is no, and stays so. */
export function toggleQuestion(id: string, label: string, on: boolean, refusal: string | null = null): ToggleQuestion {
  return {kind: 'toggle', id, label, on: on && refusal === null, refusal}
}

/** A question for one of several; the first where `chosen` is none of them. */
export function choiceQuestion(id: string, label: string, options: readonly string[], chosen: string): ChoiceQuestion {
  return {kind: 'choice', id, label, options, chosen: Math.max(0, options.indexOf(chosen))}
}

/** All answers by their questions; empty rows of a question that repeats are none. */
export function valuesOf({fields}: Pick<Form, 'fields'>): FormValues {
  const values: Record<string, string | boolean | readonly string[]> = {}
  for (const field of fields) {
    if (field.kind === 'toggle') values[field.id] = field.on
    else if (field.kind === 'choice') values[field.id] = field.options[field.chosen] ?? ''
    else if (!field.repeats) values[field.id] = field.value.text
    else
      values[field.id] = [...textsIn(values, field.id), ...(field.value.text.trim() === '' ? [] : [field.value.text])]
  }
  return values
}

/** What may be kept of the answers for the next time. */
export function keptValues(form: Pick<Form, 'fields'>): FormValues {
  return valuesOf({fields: form.fields.filter(field => field.kind !== 'text' || field.secret !== true)})
}

/** The text that was answered, without the blanks around it; '' where none was. */
export function textIn(values: FormValues, id: string): string {
  const value = values[id]
  return typeof value === 'string' ? value.trim() : ''
}

/** Whether a yes-or-no question was answered with yes; false where it was not asked. */
export function isOn(values: FormValues, id: string): boolean {
  return values[id] === true
}

/** All answers to a question that repeats. */
export function textsIn(values: FormValues, id: string): readonly string[] {
  const value = values[id]
  return typeof value === 'object' ? value : []
}
