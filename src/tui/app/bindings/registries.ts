import {t} from '../../../text/translate.ts'
import {placeIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {jobOf} from '../jobs/in-state.ts'
import type {Job} from '../jobs/job.ts'
import {keyFor} from '../key-for.ts'
import {registriesIn} from '../registries/in-home.ts'
import {levelOf} from '../registries/registries.ts'
import {registryOf, selectedSubject} from '../registries/selected.ts'
import {factsFor} from '../registries/tag-facts.ts'
import {isRetrying} from '../selectors/job-facts.ts'
import {type State, top} from '../state.ts'
import type {Binding} from './binding.ts'
import {failureHere, nothingToLeave} from './reasons.ts'

/** The Registries tab, and what helps wherever a registry says no. */
export const REGISTRIES: readonly Binding[] = [
  {
    id: 'registry-up',
    places: ['home-registries'],
    keys: ['left', 'h', 'backspace'],
    label: t`up: from tags to repositories to registries`,
    hint: t`up`,
    rank: 3,
    disabled: state =>
      isAtHosts(state)
        ? t`These are all registries that are known here; ${keyFor(state, 'registry-name')} names another.`
        : undefined,
    message: () => ({type: 'registry-up'}),
  },
  {
    id: 'registry-leave',
    places: ['home-registries'],
    keys: ['esc'],
    label: t`the whole list again; then up`,
    disabled: state => (isFiltered(state) || !isAtHosts(state) ? undefined : nothingToLeave(state)),
    message: state => (isFiltered(state) ? {type: 'home-drop-filter'} : {type: 'registry-up'}),
  },
  {
    id: 'registry-name',
    places: ['home-registries'],
    keys: ['n'],
    label: t`name a registry, or a repository where none are listed`,
    hint: t`name one`,
    rank: 6,
    message: () => ({type: 'registry-form', form: 'name'}),
  },
  {
    id: 'registry-refresh',
    places: ['home-registries'],
    keys: ['r'],
    label: t`ask the registry again`,
    hint: t`refresh`,
    rank: 7,
    message: () => ({type: 'registry-refresh'}),
  },
  {
    id: 'registry-tag',
    places: ['home-registries'],
    keys: ['t'],
    label: t`one more tag for what this tag leads to`,
    hint: t`tag`,
    rank: 6,
    disabled: state => tagReason(state),
    message: () => ({type: 'registry-form', form: 'retag'}),
  },
  {
    id: 'registry-pull',
    places: ['home-registries'],
    keys: ['p'],
    label: t`pull this image: to the engine, else to the store`,
    hint: t`pull`,
    rank: 4,
    disabled: state => tagReason(state),
    message: () => ({type: 'registry-form', form: 'pull'}),
  },
  {
    id: 'registry-copy',
    places: ['home-registries'],
    keys: ['c'],
    label: t`copy this image to a registry, an archive or a folder`,
    hint: t`copy to`,
    rank: 5,
    disabled: state => tagReason(state),
    message: () => ({type: 'registry-form', form: 'copy'}),
  },
  {
    id: 'registry-delete',
    places: ['home-registries'],
    keys: ['d'],
    label: t`delete this tag there; it says what else goes with it`,
    hint: t`delete`,
    rank: 5,
    disabled: state => tagReason(state) ?? digestReason(state),
    message: () => ({type: 'registry-form', form: 'delete'}),
  },
  {
    id: 'registry-copy-name',
    places: ['home-registries'],
    keys: ['y'],
    label: t`copy its name, of a tag with the digest that it leads to`,
    disabled: state => (selectedSubject(state) === null ? t`There is nothing to copy here.` : undefined),
    message: () => ({type: 'copy', what: 'remote-name'}),
  },
  {
    id: 'login',
    places: ['home-registries', 'failed', 'job', 'doctor'],
    keys: ['L'],
    label: t`log in at this registry`,
    hint: state => (helpsHere(state) ? t`log in` : ''),
    rank: state => (failureHere(state)?.kind === 'registry-unauthorized' && !isLoggedIn(state) ? 0 : 8),
    disabled: state => (registryOf(state) === null ? t`No registry has to do with this.` : undefined),
    message: () => ({type: 'registry-form', form: 'login'}),
  },
  {
    id: 'doctor',
    places: ['home-registries', 'failed', 'job'],
    keys: ['D'],
    label: t`step by step to this registry: what is wrong, what mends it`,
    hint: state => (helpsHere(state) ? t`doctor` : ''),
    rank: state => (waits(state) ? 0 : 6),
    disabled: state => (registryOf(state) === null ? t`No registry has to do with this.` : undefined),
    message: () => ({type: 'doctor'}),
  },
  {
    id: 'doctor-again',
    places: ['doctor'],
    keys: ['r', 'D'],
    label: t`look again`,
    hint: t`look again`,
    rank: 2,
    message: () => ({type: 'doctor'}),
  },
  {
    id: 'copy-doctor',
    places: ['doctor'],
    keys: ['y'],
    label: t`copy the lines that mend it`,
    hint: t`copy lines`,
    rank: 3,
    disabled: state => {
      const page = top(state)
      const any = page.kind === 'doctor' && page.findings.some(({fix}) => fix.length > 0)
      return any ? undefined : t`There is nothing to mend.`
    },
    message: () => ({type: 'copy', what: 'fix'}),
  },
  {
    id: 'close-doctor',
    places: ['doctor'],
    keys: ['esc', 'q', 'enter', 'backspace', 'left', 'h'],
    label: t`close the doctor’s page`,
    hint: t`close`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
]

function isAtHosts(state: State): boolean {
  const registries = registriesIn(state)
  return registries === null || levelOf(registries) === 'hosts'
}

function isFiltered(state: State): boolean {
  const home = homeOf(state)
  return home !== null && top(state).kind === 'home' && placeIn(home).filter !== ''
}

function tagReason(state: State): string | undefined {
  return selectedSubject(state)?.tag == null ? t`This is for a tag: open a repository first.` : undefined
}

function digestReason(state: State): string | undefined {
  const tag = selectedSubject(state)?.tag
  if (tag == null || factsFor(state, tag)?.digest != null) return undefined
  return t`It is not known yet what this tag leads to.`
}

/** The job whose page is on top; null elsewhere. */
function jobHere(state: State): Job | null {
  const context = top(state)
  return context.kind === 'job' ? jobOf(state, context.request) : null
}

/** The job on top does not get on, and nobody says why. */
function waits(state: State): boolean {
  const job = jobHere(state)
  return job !== null && isRetrying(job)
}

/** Whoever logged in since the job on top was refused need not do it again. */
function isLoggedIn(state: State): boolean {
  return jobHere(state)?.loggedIn === true
}

/** What was done needs neither a login nor a doctor. */
function helpsHere(state: State): boolean {
  return jobHere(state)?.state !== 'done'
}
