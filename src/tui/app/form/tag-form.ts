import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import {homeOf} from '../home/in-state.ts'
import {clientAt} from '../jobs/client-words.ts'
import {askedHost, nameProblem, registriesUsed, remoteName} from '../registries-used.ts'
import type {State} from '../state.ts'
import {nextName} from './commit-form.ts'
import {type Form, formOf, isOn, textIn, textQuestion, toggleQuestion, valuesOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {TagPurpose} from './purpose.ts'
import {isTaken, takenLine} from './taken-name.ts'

const NAME = 'name'
const PUSH = 'push'

/** The new name: at another registry that was used before, where there is one, else with the number in its tag counted on. */
export function tagForm(state: State, purpose: TagPurpose): Form<TagPurpose> {
  const [first = ''] = purpose.tags
  const elsewhere = namesFor(purpose.tags, registriesUsed(state))
  const next = nextName(first, name => isTaken(state, name))
  const suggestions = [...new Set([...elsewhere, next, ...namesHere(state, purpose.tags)])].filter(name => name !== '')
  // A number put behind a word is a guess that one would have to take away first.
  const isCounted = /:[^:/]*\d$/.test(first)
  return formOf(purpose, [
    textQuestion(NAME, t`name`, elsewhere[0] ?? (isCounted ? next : ''), {
      hint: 'HOST:PORT/REPOSITORY:TAG',
      suggestions,
    }),
    // Not as the last time: whoever only names an image must not have sent it.
    toggleQuestion(PUSH, t`push it then`, false),
  ])
}

/** Another name for an image, and if wanted its push; says where a push of that name goes, and from whom it is taken. */
export function tagPlan(state: State, form: Form<TagPurpose>): FormPlan {
  const ascii = !state.capabilities.unicode
  const {place, id, tags} = form.purpose
  const values = valuesOf(form)
  const name = textIn(values, NAME)
  const thenPush = isOn(values, PUSH)
  const from = tags[0] ?? id.slice(0, 19)
  const shown = printable(name, {ascii})
  const host = askedHost(name)
  const {program, named} = clientAt(state, place)
  return {
    title: t`Tag ${printable(from, {ascii})}`,
    summary: [
      remoteName(name) === null
        ? t`Type the name that it gets: HOST:PORT/REPOSITORY:TAG, or USER/REPOSITORY:TAG for Docker Hub.`
        : host === null
          ? t`A push of this name goes to Docker Hub. HOST:PORT/REPOSITORY:TAG names another registry.`
          : t`A push of this name goes to the registry ${printable(host, {ascii})}.`,
      ...takenLine(state, name, id),
      t`The image has one more name; nothing is copied.`,
    ],
    action: thenPush ? t`tag and push` : t`tag`,
    refusal: tags.includes(name) ? t`It has this name already.` : nameProblem(name),
    begins: {
      kind: 'job',
      title: t`tag ${printable(from, {ascii})} as ${shown}`,
      command: printable(shellWords([program, 'tag', named(from), name]), {ascii}),
      // The store may hold the same config in two manifests; a name it has once.
      task: {kind: 'tag', place, image: place === 'store' ? (tags[0] ?? id) : id, name, thenPush},
    },
  }
}

/** What other images are called: a name may go from one to another. */
function namesHere(state: State, own: readonly string[]): readonly string[] {
  return (homeOf(state)?.listing?.images ?? []).flatMap(({tags}) => tags).filter(tag => !own.includes(tag))
}

/** Its names at the registries, where it hasn't got them, the most used first. */
function namesFor(tags: readonly string[], hosts: readonly string[]): readonly string[] {
  const [first] = tags
  const name = first === undefined ? null : remoteName(first)
  const path = name === null ? '' : `${name.path.replace(/^library\//, '')}:${name.tag ?? 'latest'}`
  return hosts.map(host => `${host}/${path}`).filter(each => !tags.includes(each))
}
