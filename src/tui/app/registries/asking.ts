import type {Effect, Step} from '../effects.ts'
import type {State} from '../state.ts'
import {registriesIn, withRegistries} from './in-home.ts'
import {withPlaces} from './places.ts'
import type {RegistryQuestion} from './question.ts'
import {levelOf, NOT_LISTED, type Registries} from './registries.ts'

/** Asks which registries are known here. */
export function askHosts(state: State): Step {
  return asked(state, {kind: 'hosts'}, (registries, session) => ({
    ...registries,
    hosts: {...registries.hosts, session},
  }))
}

/** Asks anew for what is listed now; what was listed stays until then. */
export function askAgain(state: State): Step {
  const registries = registriesIn(state)
  if (registries === null) return [state, []]
  const {host, path} = registries
  if (host === null) return askHosts(state)
  if (path === null) return askRepositories(state, host)
  return askTags(state, host, path)
}

/** Asks anew, after an image went somewhere, also for the list of registries below the one that is looked into. */
export function askAgainAfter(state: State): Step {
  const registries = registriesIn(state)
  if (registries === null || registries.host === null) return askAgain(state)
  const [after, effects] = askHosts(state)
  const [asked, more] = askAgain(after)
  return [asked, [...effects, ...more]]
}

function askRepositories(state: State, host: string): Step {
  return asked(state, {kind: 'repositories', host}, (registries, session) => ({
    ...registries,
    // However much of an older answer has come: this one begins a list of its own.
    repositories: {...registries.repositories, session, failure: null, fresh: false},
  }))
}

/** With the tags everything that was known of them is asked anew: a tag may have moved. */
function askTags(state: State, host: string, path: string): Step {
  const [after, effects] = asked(state, {kind: 'tags', host, path}, (registries, session) => ({
    ...registries,
    tags: {...registries.tags, session, failure: null},
  }))
  const looking = after.nextSession
  const fresh = (each: Registries): Registries => ({
    ...each,
    looking,
    facts: new Map(),
    before: new Map([...each.before, ...each.facts]),
    wanted: [],
  })
  return [
    withRegistries({...after, nextSession: looking + 1}, fresh),
    [...stopped(registriesIn(state)?.looking), ...effects],
  ]
}

/** Goes to a place and asks what is there; `above` are the places in the lists that lead there. */
export function goTo(state: State, host: string | null, path: string | null): Step {
  const before = registriesIn(state)
  if (before === null) return [state, []]
  const left = underWay(before)
  const moved = withPlaces(state, host, path)
  const [after, effects] = askAgain(
    withRegistries(moved, each => ({
      ...each,
      visited: host === null || each.visited.includes(host) ? each.visited : [...each.visited, host],
      repositories: host === before.host ? each.repositories : NOT_LISTED,
      tags: NOT_LISTED,
      looking: null,
      wanted: [],
      facts: new Map(),
      before: new Map(),
    })),
  )
  return [after, [...left, ...effects]]
}

/** One list up; what was listed there is still there. */
export function goUp(state: State): Step {
  const before = registriesIn(state)
  if (before === null || levelOf(before) === 'hosts') return [state, []]
  const host = before.path === null ? null : before.host
  const {repositories} = before
  const moved = withRegistries(withPlaces(state, host, null), each => ({
    ...each,
    repositories: {...repositories, session: null},
    tags: NOT_LISTED,
    looking: null,
    wanted: [],
  }))
  // Never asked for, where a repository was named and not found in a list; or left while it still came.
  const isPart = repositories.items === null || repositories.session !== null
  const asks = host !== null && isPart && repositories.failure === null
  const [after, effects]: Step = asks ? askAgain(moved) : [moved, []]
  return [after, [...underWay(before), ...effects]]
}

/** What nobody waits for any more once one goes elsewhere. */
function underWay({repositories, tags, looking}: Registries): Effect[] {
  return [repositories.session, tags.session, looking].flatMap(stopped)
}

function asked(
  state: State,
  question: RegistryQuestion,
  change: (registries: Registries, session: number) => Registries,
): Step {
  const session = state.nextSession
  const before = registriesIn(state)
  if (before === null) return [state, []]
  const after = withRegistries({...state, nextSession: session + 1}, each => change(each, session))
  const old = question.kind === 'hosts' ? before.hosts : question.kind === 'tags' ? before.tags : before.repositories
  return [after, [...stopped(old.session), {type: 'ask-registry', session, question}]]
}

function stopped(session: number | null | undefined): Effect[] {
  return session == null ? [] : [{type: 'cancel', session}]
}
