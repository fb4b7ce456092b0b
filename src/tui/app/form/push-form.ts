import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {clientAt} from '../jobs/client-words.ts'
import type {Outcome} from '../jobs/outcome.ts'
import type {ImagePlace, PushTask} from '../jobs/task.ts'
import {keyFor} from '../key-for.ts'
import {askedHost, hostOf} from '../registries-used.ts'
import type {State} from '../state.ts'
import {choiceQuestion, type Form, formOf, textIn, valuesOf} from './form.ts'
import type {FormPlan, JobPlan} from './plan.ts'
import {ALL_PLATFORMS, platformQuestions, platformsChosen} from './platform-question.ts'
import type {PushPurpose} from './purpose.ts'

const NAME = 'name'

/** Which of an image's names is pushed, where it has several. */
export function pushForm(state: State, purpose: PushPurpose): Form<PushPurpose> {
  const {tags} = purpose
  return formOf(purpose, [
    ...(tags.length < 2 ? [] : [choiceQuestion(NAME, t`name`, tags, likelyName(state, tags))]),
    ...platformQuestions(purpose.platforms ?? [], ALL_PLATFORMS),
  ])
}

/** The name that was given last, else the one that was pushed last, else one that leads to a registry. */
function likelyName({jobs}: State, tags: readonly string[]): string {
  const last = (names: readonly string[]) => names.findLast(name => tags.includes(name))
  return (
    last(jobs.flatMap(({outcome}) => givenName(outcome) ?? [])) ??
    last(jobs.flatMap(({outcome, task}) => (outcome?.kind === 'push' && task.kind === 'push' ? task.name : []))) ??
    tags.find(tag => hostOf(tag) !== null) ??
    tags[0] ??
    ''
  )
}

/** What a job named an image; null for one that named none. */
function givenName(outcome: Outcome | null): string | null {
  return outcome?.kind === 'tag' || outcome?.kind === 'commit' || outcome?.kind === 'commit-image' ? outcome.name : null
}

/** A push of one of the image's names to the registry that it leads to. */
export function pushPlan(state: State, form: Form<PushPurpose>): FormPlan {
  const {place, tags} = form.purpose
  const values = valuesOf(form)
  const name = textIn(values, NAME) || (tags[0] ?? '')
  const host = askedHost(name)
  const shown = printable(name, {ascii: !state.capabilities.unicode})
  return {
    title: t`Push ${shown}`,
    summary: [
      t`To ${host === null ? t`Docker Hub` : t`the registry ${host}`}: the layers that it lacks, then the manifest.`,
    ],
    action: t`push`,
    refusal: name === '' ? t`This image has no name to push: ${keyFor(state, 'tag')} gives it one.` : null,
    begins: pushJob(state, place, name, platformsChosen(values)),
  }
}

/** The job that sends a name to its registry: all that an engine has of it, of the store one platform where nothing else is said. */
export function pushJob(
  state: State,
  place: ImagePlace,
  name: string,
  {
    onePlatform = false,
    platform = null,
    whole = false,
  }: Partial<Pick<PushTask, 'onePlatform' | 'platform' | 'whole'>> = {},
): JobPlan {
  const ascii = !state.capabilities.unicode
  const {program, named} = clientAt(state, place)
  const options = whole ? ['--all-platforms'] : platform === null ? [] : ['--platform', platform]
  const words = [program, 'push', ...options, named(name)]
  return {
    kind: 'job',
    title: t`push ${printable(name, {ascii})}${onePlatform ? t`, one platform` : ''}`,
    // Which platform an engine has only that knows: the job says it.
    command: onePlatform && place !== 'store' ? null : printable(shellWords(words), {ascii}),
    task: {kind: 'push', place, name, onePlatform, platform, whole},
  }
}
