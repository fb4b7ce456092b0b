import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {count, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {clientName} from '../jobs/client-words.ts'
import {nameProblem, registriesUsed, remoteName} from '../registries-used.ts'
import type {State} from '../state.ts'
import type {ContainerChanges} from './asked.ts'
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
import type {CommitPurpose} from './purpose.ts'
import {isTaken, takenLine} from './taken-name.ts'

const IMAGE = 'image'
const MESSAGE = 'message'
const AUTHOR = 'author'
const CHANGES = 'changes'
const PAUSE = 'pause'

/** What the image is to be called and say of itself. The name goes on from that of the image below. */
export function commitForm(state: State, purpose: CommitPurpose): Form<CommitPurpose> {
  const last = state.formValues.commit ?? {}
  const next = nextName(purpose.image, name => isTaken(state, name))
  return formOf(purpose, [
    textQuestion(IMAGE, t`image`, next, {
      hint: t`HOST:PORT/REPOSITORY:TAG, or nothing for an image without a name`,
      suggestions: [next, ...elsewhere(next, state)].filter(name => name !== ''),
    }),
    textQuestion(MESSAGE, t`message`, '', {hint: t`what was done`}),
    textQuestion(AUTHOR, t`author`, textIn(last, AUTHOR) || state.userName),
    ...textQuestions(CHANGES, t`changes`, [], 'CMD ["sh"], ENV A=b, EXPOSE 80, LABEL, USER, WORKDIR, VOLUME'),
    toggleQuestion(PAUSE, t`pause`, last[PAUSE] !== false),
  ])
}

/** A commit by the engine, with what it would store as far as that was told; without a name the image gets none. */
export function commitPlan(state: State, form: Form<CommitPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {engine, container, name, image, changes: asked} = form.purpose
  const values = valuesOf(form)
  const to = textIn(values, IMAGE)
  const [message, author, pause, changes] = [
    textIn(values, MESSAGE),
    textIn(values, AUTHOR),
    isOn(values, PAUSE),
    textsIn(values, CHANGES).map(each => each.trim()),
  ]
  const shown = printable(name, {ascii})
  return {
    title: t`Commit container ${shown} (on ${printable(image, {ascii})})`,
    summary: [
      asked.failure !== null
        ? t`What it changed could not be asked: ${printable(asked.failure.message, {ascii})}`
        : asked.answer === null
          ? t`asking what was changed ${ascii ? '...' : '…'}`
          : stored(asked.answer),
      ...takenLine(state, to),
      ...(pause ? [] : [t`What runs in it runs on meanwhile: files may be caught half-written.`]),
    ],
    action: t`commit`,
    refusal: to === '' ? null : nameProblem(to),
    begins: {
      kind: 'job',
      title: t`commit ${shown}${to === '' ? '' : t` as ${printable(to, {ascii})}`}`,
      command: printable(
        shellWords([
          clientName(state),
          'commit',
          ...(message === '' ? [] : ['-m', message]),
          ...(author === '' ? [] : ['-a', author]),
          ...changes.flatMap(change => ['-c', change]),
          ...(pause ? [] : ['--pause=false']),
          name,
          ...(to === '' ? [] : [to]),
        ]),
        {ascii},
      ),
      task: {kind: 'commit', engine, container, name: to === '' ? null : to, message, author, pause, changes},
    },
  }
}

/** `stores 1 layer, 2.9 MB: 41 added, 3 changed, 1 deleted` */
function stored({added, modified, deleted, bytes}: ContainerChanges): string {
  if (added + modified + deleted === 0) return t`Nothing was changed in it: the new layer will be empty.`
  const what = t`${count(added)} added, ${count(modified)} changed, ${count(deleted)} deleted`
  return bytes === null ? t`Stores 1 layer: ${what}.` : t`Stores 1 layer, ${size(bytes)}: ${what}.`
}

/** The name with the number at its end counted up to one that isn't taken: `shop/api:1.4` → `shop/api:1.5`; '' where it is no name. */
export function nextName(image: string, isTaken: (name: string) => boolean): string {
  const name = /^(?:sha256:)?[0-9a-f]{12,64}$/.test(image) ? null : remoteName(image)
  if (name === null || name.digest !== null) return ''
  const {tag} = name
  const repository = tag === null ? image : image.slice(0, -(tag.length + 1))
  const number = /^(.*?)(\d{1,9})$/s.exec(tag ?? '')
  const before = number === null ? `${tag ?? 'latest'}-` : number[1]!
  let next = number === null ? 2 : Number(number[2]) + 1
  while (isTaken(`${repository}:${before}${next}`)) next++
  return `${repository}:${before}${next}`
}

/** The same name at the registries that were used before. */
function elsewhere(name: string, state: State): string[] {
  const remote = name === '' ? null : remoteName(name)
  const path = remote === null ? '' : `${remote.path.replace(/^library\//, '')}:${remote.tag ?? 'latest'}`
  return registriesUsed(state).map(host => `${host}/${path}`)
}
