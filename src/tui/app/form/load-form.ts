import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {homePlace} from '../home/in-state.ts'
import {clientName, shellWords} from '../jobs/client-words.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {LoadPurpose} from './purpose.ts'

const PATH = 'path'

/** Which archive is loaded. */
export function loadForm(state: State): Form<LoadPurpose> {
  const last = textIn(state.formValues.load ?? {}, PATH)
  return formOf({kind: 'load'}, [textQuestion(PATH, t`file`, last, {hint: t`an archive that docker save wrote`})])
}

/** Loading an archive into the engine, or into the store where home lists that. */
export function loadPlan(state: State, form: Form<LoadPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const path = textIn(valuesOf(form), PATH)
  const place = homePlace(state)
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
