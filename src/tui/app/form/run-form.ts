import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {RunRequest} from '../run-request.ts'
import type {State} from '../state.ts'
import {commandWords} from './command-words.ts'
import {
  type Form,
  formOf,
  isOn,
  textIn,
  textQuestion,
  textQuestions,
  textsIn,
  toggleQuestion,
  valuesOf,
} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {RunPurpose} from './purpose.ts'

const COMMAND = 'command'
const NAME = 'name'
const PORTS = 'ports'
const VOLUMES = 'volumes'
const ENV = 'env'
const REMOVE = 'remove'

/** What `docker run` asks; answered as the last time. */
export function runForm(state: State, purpose: RunPurpose): Form<RunPurpose> {
  const last = state.formValues.run ?? {}
  return formOf(purpose, [
    textQuestion(COMMAND, t`command`, textIn(last, COMMAND), {hint: t`the image's own; or sh`}),
    textQuestion(NAME, t`name`, '', {hint: t`the engine makes one up`}),
    ...textQuestions(PORTS, t`ports`, textsIn(last, PORTS), t`HOST:CONTAINER, such as 8080:80`),
    ...textQuestions(VOLUMES, t`volumes`, textsIn(last, VOLUMES), 'FOLDER:PATH'),
    ...textQuestions(ENV, t`variables`, textsIn(last, ENV), 'NAME=VALUE'),
    toggleQuestion(REMOVE, t`remove it after`, last[REMOVE] !== false),
  ])
}

/** A container that has the terminal while it runs; gone with it unless it is to be kept. */
export function runPlan(state: State, form: Form<RunPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {place, id, tags} = form.purpose
  const values = valuesOf(form)
  const command = commandWords(textIn(values, COMMAND))
  const keep = !isOn(values, REMOVE)
  const run: RunRequest = {
    engine: place,
    image: tags[0] ?? id,
    command: command ?? [],
    name: textIn(values, NAME) || null,
    ports: textsIn(values, PORTS).map(each => each.trim()),
    volumes: textsIn(values, VOLUMES).map(each => each.trim()),
    env: textsIn(values, ENV),
    keep,
  }
  return {
    title: t`Run ${printable(tags[0] ?? id.slice(0, 19), {ascii})}`,
    summary: [
      t`The container has the terminal until what runs in it ends; then this screen is back.`,
      keep
        ? t`The container is kept: what was changed in it can be looked at and committed.`
        : t`The container and what was changed in it are gone then.`,
    ],
    action: t`run`,
    refusal: command === null ? t`A quote in the command is not closed.` : null,
    begins: {kind: 'effects', effects: [{type: 'run', form, run}]},
  }
}
