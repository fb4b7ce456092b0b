import {printable} from '../../../text/printable.ts'
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
    textQuestion(COMMAND, 'command', textIn(last, COMMAND), {hint: "the image's own; or sh"}),
    textQuestion(NAME, 'name', '', {hint: 'the engine makes one up'}),
    ...textQuestions(PORTS, 'ports', textsIn(last, PORTS), 'HOST:CONTAINER, such as 8080:80'),
    ...textQuestions(VOLUMES, 'volumes', textsIn(last, VOLUMES), 'FOLDER:PATH'),
    ...textQuestions(ENV, 'variables', textsIn(last, ENV), 'NAME=VALUE'),
    toggleQuestion(REMOVE, 'remove it after', last[REMOVE] !== false),
  ])
}

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
    title: `Run ${printable(tags[0] ?? id.slice(0, 19), {ascii})}`,
    summary: [
      'The container has the terminal until what runs in it ends; then this screen is back.',
      keep
        ? 'The container is kept: what was changed in it can be looked at and committed.'
        : 'The container and what was changed in it are gone then.',
    ],
    action: 'run',
    refusal: command === null ? 'A quote in the command is not closed.' : null,
    begins: {kind: 'effects', effects: [{type: 'run', form, run}]},
  }
}
