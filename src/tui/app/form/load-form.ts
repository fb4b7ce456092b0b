import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {clientName} from '../jobs/client-words.ts'
import type {State} from '../state.ts'
import {type Form, formOf, pathQuestion, textIn, valuesOf} from './form.ts'
import {intoQuestions, placeChosen} from './into-question.ts'
import type {FormPlan} from './plan.ts'
import type {LoadPurpose} from './purpose.ts'

const PATH = 'path'

/** Which archive is loaded: `path`, else the last one, is what is asked for first. */
export function loadForm(state: State, path: string | null): Form<LoadPurpose> {
  const first = path ?? textIn(state.formValues.load ?? {}, PATH)
  return formOf({kind: 'load'}, [
    pathQuestion(PATH, t`file`, first, {hint: t`an archive that docker save wrote`}),
    ...intoQuestions(state),
  ])
}

/** Loading an archive into the engine, or into the store where home lists that. */
export function loadPlan(state: State, form: Form<LoadPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const values = valuesOf(form)
  const path = textIn(values, PATH)
  const place = placeChosen(state, values)
  const words = place === 'store' ? ['layerlens', 'load', path] : [clientName(state), 'load', '-i', path]
  return {
    title: t`Load an archive`,
    summary: [
      t`Its images come into the ${place === 'store' ? t`store` : t`engine`} under the names that they have there.`,
    ],
    action: t`load`,
    refusal: path === '' ? t`Which file?` : null,
    begins: {
      kind: 'job',
      title: t`load ${printable(path, {ascii})}`,
      command: printable(shellWords(words), {ascii}),
      task: {kind: 'load', place, path},
    },
  }
}
