import type {Failure} from '../../../image/oci/error.ts'
import type {State} from '../state.ts'
import {registriesIn, withRegistries} from './in-home.ts'
import type {RegistryAnswer} from './question.ts'
import {type Listing, NOT_LISTED, type Registries} from './registries.ts'

type ListAnswer = Extract<RegistryAnswer, {kind: 'hosts' | 'repositories' | 'tags' | 'facts' | 'ended'}>

/** The state after an answer to a question about lists; the same state where nobody asks it any more. */
export function listTold(state: State, session: number, answer: ListAnswer): State {
  const registries = registriesIn(state)
  if (registries === null) return state
  const change = changeFor(registries, session, answer)
  return change === null ? state : withRegistries(state, change)
}

function changeFor(
  {hosts, repositories, tags, looking}: Registries,
  session: number,
  answer: ListAnswer,
): ((each: Registries) => Registries) | null {
  if (answer.kind === 'facts') {
    const {facts} = answer
    return session === looking ? each => ({...each, facts: new Map(each.facts).set(facts.tag, facts)}) : null
  }
  if (session === hosts.session) {
    // Some are known without being told.
    return each => ({...each, hosts: {...listed(each.hosts, answer), items: itemsAfter(each.hosts, answer)}})
  }
  if (session === repositories.session) return each => ({...each, repositories: listed(each.repositories, answer)})
  if (session === tags.session) return each => ({...each, tags: listed(each.tags, answer)})
  return null
}

function itemsAfter({items}: Registries['hosts'], answer: ListAnswer): Registries['hosts']['items'] {
  return answer.kind === 'hosts' ? answer.hosts : (items ?? [])
}

function listed<T>(before: Listing<T>, answer: ListAnswer): Listing<T> {
  switch (answer.kind) {
    case 'hosts':
      return {...before, items: answer.hosts as readonly unknown[] as readonly T[]}
    case 'tags':
      return {...before, items: answer.tags as readonly unknown[] as readonly T[]}
    case 'repositories': {
      const names = answer.names as readonly unknown[] as readonly T[]
      // The first page of a new answer takes the place of the old list.
      const first = before.fresh !== true
      return {...before, items: first ? names : [...(before.items ?? []), ...names], more: answer.more, fresh: true}
    }
    case 'facts':
      return before
    case 'ended':
      return ended(before, answer.failure)
  }
}

function ended<T>(before: Listing<T>, failure: Failure | null): Listing<T> {
  const {fresh: _, ...rest} = before
  const nothing = failure === null && before.items === null
  return {...NOT_LISTED, ...rest, items: nothing ? [] : before.items, session: null, failure}
}
