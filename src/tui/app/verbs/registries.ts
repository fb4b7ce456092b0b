import type {Failure} from '../../../image/oci/error.ts'
import {familiarRepository} from '../../../image/oci/remote-name.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Effect, Step} from '../effects.ts'
import {copyForm, storeForm} from '../form/copy-form.ts'
import {deleteForm, deleteFormTold} from '../form/delete-form.ts'
import type {Form} from '../form/form.ts'
import {loginForm} from '../form/login-form.ts'
import {nameForm} from '../form/name-form.ts'
import {pullForm} from '../form/pull-form.ts'
import type {DeletePurpose, LoginPurpose} from '../form/purpose.ts'
import {retagForm} from '../form/retag-form.ts'
import {homeOf} from '../home/in-state.ts'
import type {Job} from '../jobs/job.ts'
import type {Message, RegistryVerb} from '../messages.ts'
import {placeOf, TYPED_IN} from '../places.ts'
import {askAgain, goTo, goUp} from '../registries/asking.ts'
import type {DoctorPage} from '../registries/doctor.ts'
import {registriesIn, withRegistries} from '../registries/in-home.ts'
import type {RegistryAnswer} from '../registries/question.ts'
import type {KnownHost} from '../registries/registries.ts'
import {registryOf, selectedSubject, subjectOfTask} from '../registries/selected.ts'
import type {RegistrySubject} from '../registries/subject.ts'
import {factsFor} from '../registries/tag-facts.ts'
import {listTold} from '../registries/told.ts'
import {type Context, type State, top} from '../state.ts'
import {begin} from './open.ts'

type FormKind = Extract<RegistryVerb, {type: 'registry-form'}>['form']
type RegistryMessage = Extract<Message, {type: `registry-${string}` | 'doctor'}>

/** What is done with registries: gone through, looked into, logged in at, examined; and what they answer. */
export function registries(state: State, message: RegistryMessage): Step {
  switch (message.type) {
    case 'registry-up':
      return goUp(state)
    case 'registry-refresh':
      return askAgain(state)
    case 'registry-go':
      return goTo(state, message.host, message.path)
    case 'registry-form':
      return withForm(state, message.form)
    case 'registry-login':
      return loggingIn(state, message)
    case 'doctor': {
      const subject = registryOf(state)
      return subject === null ? [state, []] : examined(state, subject)
    }
    case 'registry-told':
      return told(state, message.session, message.answer)
  }
}

function told(state: State, session: number, answer: RegistryAnswer): Step {
  switch (answer.kind) {
    case 'examine':
      return [withDoctor(state, session, page => ({...page, findings: [...page.findings, answer.finding]})), []]
    case 'carriers':
      return [withCarriers(state, session, answer.carrying, answer.looked), []]
    case 'login':
      return loggedIn(state, session, answer)
    case 'ended': {
      const {failure} = answer
      if (state.login?.session === session) return failure === null ? [state, []] : [notLoggedIn(state, failure), []]
      const ended = withDoctor(state, session, page => ({...page, ended: true, failure}))
      return [listTold(withCarriersEnded(ended, session, failure), session, answer), []]
    }
    default:
      return [listTold(state, session, answer), []]
  }
}

function withForm(state: State, kind: FormKind): Step {
  const opened = (form: Form): Step => [{...state, contexts: [...state.contexts, form]}, []]
  if (kind === 'name') return opened(nameForm(registriesIn(state)?.host ?? null))
  const subject = kind === 'login' ? registryOf(state) : selectedSubject(state)
  if (subject === null) return [state, []]
  if (kind === 'login') return opened(loginForm(subject.host))
  const {host, path, tag} = subject
  if (path === null || tag === null) return [state, []]
  const platforms = factsFor(state, tag)?.platforms ?? []
  if (kind === 'copy') return opened(copyForm({host, path, tag}, platforms))
  if (kind === 'pull') {
    const engine = homeOf(state)?.listing != null
    return opened(
      engine ? pullForm(state, `${familiarRepository({host, path})}:${tag}`) : storeForm({host, path, tag}, platforms),
    )
  }
  const digest = factsFor(state, tag)?.digest ?? null
  if (kind === 'retag') return opened(retagForm({host, path, tag, digest}))
  if (digest === null) return [state, []]
  const session = state.nextSession
  const tags = (registriesIn(state)?.tags.items ?? []).filter(each => each !== tag)
  const form = deleteForm({host, path, tag, digest, session, others: tags.length})
  return [
    {...state, nextSession: session + 1, contexts: [...state.contexts, form]},
    [{type: 'ask-registry', session, question: {kind: 'carriers', host, path, digest, tags}}],
  ]
}

function examined(state: State, subject: RegistrySubject): Step {
  const session = state.nextSession
  const page: DoctorPage = {kind: 'doctor', session, subject, findings: [], ended: false, failure: null, top: 0}
  const over = top(state)
  const below = over.kind === 'doctor' ? state.contexts.slice(0, -1) : state.contexts
  const stop: Effect[] = over.kind === 'doctor' && !over.ended ? [{type: 'cancel', session: over.session}] : []
  return [
    {...state, nextSession: session + 1, contexts: [...below, page]},
    [...stop, {type: 'ask-registry', session, question: {kind: 'examine', subject}}],
  ]
}

function withDoctor(state: State, session: number, change: (page: DoctorPage) => DoctorPage): State {
  return changed(
    state,
    context => context.kind === 'doctor' && context.session === session,
    context => change(context as DoctorPage),
  )
}

function changed(state: State, is: (context: Context) => boolean, change: (context: Context) => Context): State {
  const at = state.contexts.findIndex(is)
  return at < 0 ? state : {...state, contexts: state.contexts.with(at, change(state.contexts[at]!))}
}

function withDelete(state: State, session: number, change: Partial<DeletePurpose>): State {
  const is = (context: Context): context is Form<DeletePurpose> =>
    context.kind === 'form' && context.purpose.kind === 'delete-remote' && context.purpose.session === session
  return changed(state, is, context => deleteFormTold(context as Form<DeletePurpose>, change))
}

function withCarriers(state: State, session: number, carrying: readonly string[], looked: number): State {
  return withDelete(state, session, {carriers: carrying, looked})
}

function withCarriersEnded(state: State, session: number, failure: Failure | null): State {
  return withDelete(state, session, {known: failure === null, failure})
}

/** Sends what the form holds; the form is back where it is not believed. */
function loggingIn(state: State, {host, username, password}: Extract<RegistryMessage, {type: 'registry-login'}>): Step {
  const session = state.nextSession
  const {unicode} = state.capabilities
  const text = printable(t`Logging in at ${host} ${unicode ? '…' : '...'}`, {ascii: !unicode})
  return [
    {...state, nextSession: session + 1, login: {session, host, username}, notice: {text, kind: 'done'}},
    [{type: 'ask-registry', session, question: {kind: 'login', host, username, password}}],
  ]
}

/** What was refused before is asked again at once; of a job it is only said: what it changes there was wanted some time ago. */
function loggedIn(state: State, session: number, {keptIn, plain}: Extract<RegistryAnswer, {kind: 'login'}>): Step {
  if (state.login?.session !== session) return [state, []]
  const {host, username} = state.login
  const kept = plain ? t`, kept in ${keptIn} as plain base64` : t`, kept in ${keptIn}`
  const notice = {text: printable(t`Logged in at ${host} as ${username}${kept}.`), kind: 'done'} as const
  const jobs = state.jobs.map(job => (wasRefusedAt(job, host) ? {...job, loggedIn: true} : job))
  const known: State = withRegistries({...state, login: null, notice, jobs}, registries => ({
    ...registries,
    hosts: {...registries.hosts, items: withLogin(registries.hosts.items, host)},
  }))
  const over = top(known)
  if (over.kind === 'failed') return begin({...known, contexts: known.contexts.slice(0, -1)}, over.reference)
  if (over.kind === 'doctor') return examined(known, over.subject)
  if (over.kind === 'home' && homeOf(known)?.tab === 'registries') return askAgain(known)
  return [known, []]
}

function wasRefusedAt({task, failure}: Job, host: string): boolean {
  const isRefusal = failure?.kind === 'registry-unauthorized' || failure?.kind === 'registry-denied'
  return isRefusal && subjectOfTask(task)?.host === host
}

function withLogin(hosts: readonly KnownHost[] | null, host: string): readonly KnownHost[] | null {
  if (hosts === null) return null
  const found = hosts.find(each => each.host === host)
  const others = hosts.filter(each => each !== found)
  return [{host, recent: found?.recent ?? false, login: true}, ...others]
}

/** The form is back; below what somebody types, or is asked, meanwhile: that goes nowhere else. */
function notLoggedIn(state: State, failure: Failure): State {
  const {host, username} = state.login!
  const form: Form<LoginPurpose> = {...loginForm(host, username), failure}
  const isTaken = top(state).kind === 'form' || TYPED_IN.has(placeOf(state))
  if (!isTaken) return {...state, login: null, notice: null, contexts: [...state.contexts, form]}
  const text = printable(failure.message, {ascii: !state.capabilities.unicode})
  const contexts = state.contexts.toSpliced(-1, 0, form)
  return {...state, login: null, notice: {text, kind: 'problem'}, contexts}
}
