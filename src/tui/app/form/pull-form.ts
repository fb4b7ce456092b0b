import {parsePlatform} from '../../../image/oci/platform.ts'
import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {homePlace} from '../home/in-state.ts'
import {clientAt} from '../jobs/client-words.ts'
import type {ImagePlace} from '../jobs/task.ts'
import {askedHost, nameProblem, registriesUsed, remoteName} from '../registries-used.ts'
import type {State} from '../state.ts'
import {type Form, formOf, textIn, textQuestion, valuesOf} from './form.ts'
import {intoQuestions, placeChosen} from './into-question.ts'
import type {FormPlan, JobPlan} from './plan.ts'
import type {PullPurpose} from './purpose.ts'

const NAME = 'name'
const PLATFORM = 'platform'

/** Which image is got from its registry: `name` is what is asked for first. */
export function pullForm(state: State, name: string): Form<PullPurpose> {
  const used = registriesUsed(state).map(host => `${host}/`)
  return formOf({kind: 'pull'}, [
    textQuestion(NAME, t`name`, name, {hint: t`HOST:PORT/REPOSITORY:TAG, or alpine:3`, suggestions: used}),
    textQuestion(PLATFORM, t`platform`, '', {
      hint: t`${homePlace(state) === 'store' ? t`this machine's` : t`the engine's`} own; or linux/arm64`,
    }),
    ...intoQuestions(state),
  ])
}

/** A pull by the engine, or into the store where home lists that. */
export function pullPlan(state: State, form: Form<PullPurpose>): FormPlan {
  const values = valuesOf(form)
  const name = textIn(values, NAME)
  const platform = textIn(values, PLATFORM)
  const host = askedHost(name)
  const place = placeChosen(state, values)
  const refusal =
    platform === '' || parsePlatform(platform) !== null ? null : t`A platform is os/arch, such as linux/arm64.`
  return {
    title: t`Pull`,
    summary: [
      remoteName(name) === null
        ? t`Type the name of an image: HOST:PORT/REPOSITORY:TAG, or alpine:3 for one of Docker Hub.`
        : t`From ${host === null ? t`Docker Hub` : t`the registry ${host}`}: the layers that the ${place === 'store' ? t`store` : t`engine`} lacks.`,
    ],
    action: t`pull`,
    refusal: nameProblem(name) ?? refusal,
    begins: pullJob(state, place, name, platform === '' ? null : platform),
  }
}

/** The job that gets a name from its registry. */
function pullJob(state: State, place: ImagePlace, name: string, platform: string | null): JobPlan {
  const ascii = !state.capabilities.unicode
  const {program, named} = clientAt(state, place)
  const words = [program, 'pull', ...(platform === null ? [] : ['--platform', platform]), named(name)]
  return {
    kind: 'job',
    title: t`pull ${printable(name, {ascii})}`,
    command: printable(shellWords(words), {ascii}),
    task: {kind: 'pull', place, name, platform},
  }
}
