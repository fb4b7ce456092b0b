import type {Home} from '../home/home.ts'
import {remembered} from '../remembered.ts'
import {type HostRow, hostRows} from './hosts.ts'
import {levelOf, type Registries} from './registries.ts'

/** A row of the Registries tab: a registry, a repository, or a tag by their names. */
export type RegistryRow =
  | (HostRow & {readonly kind: 'host'})
  | {readonly id: string; readonly kind: 'repository' | 'tag'}

const NO_NAMES: readonly string[] = []

/** The rows that the filter leaves. */
export function registryRows(home: Home): readonly RegistryRow[] {
  const {registries, lists} = home
  const {filter} = lists.registries
  if (levelOf(registries) === 'hosts') return hostsShown(hostRows(home), filter)
  return namesShown(namesIn(registries) ?? NO_NAMES, levelOf(registries) === 'tags' ? 'tag' : 'repository', filter)
}

/** How many there are without the filter. */
export function registryCount(home: Home): number {
  const {registries} = home
  return levelOf(registries) === 'hosts' ? hostRows(home).length : (namesIn(registries)?.length ?? 0)
}

function namesIn(registries: Registries): readonly string[] | null {
  return levelOf(registries) === 'tags' ? registries.tags.items : registries.repositories.items
}

const hostsShown = remembered((rows: readonly HostRow[], filter: string): readonly RegistryRow[] => {
  const wanted = filter.toLowerCase()
  return rows.filter(({host}) => host.includes(wanted)).map(row => ({...row, kind: 'host'}))
})

const namesShown = remembered(
  (names: readonly string[], kind: 'repository' | 'tag', filter: string): readonly RegistryRow[] => {
    const wanted = filter.toLowerCase()
    const found = wanted === '' ? names : names.filter(name => name.toLowerCase().includes(wanted))
    return found.map(id => ({id, kind}))
  },
)
