import type {EngineImage} from '../../../image/analysis/engine-images.ts'
import {namesHost, parseRegistryHost} from '../../../image/oci/remote-name.ts'
import type {Home} from '../home/home.ts'
import {LOCAL} from '../registries-used.ts'
import {remembered} from '../remembered.ts'
import type {KnownHost} from './registries.ts'

/** A row of the list of registries. */
export interface HostRow extends KnownHost {
  readonly id: string
  /** images of the engine that have a name there */
  readonly images: number
}

const HUB = 'docker.io'
/** Where a private registry usually is. */
const USUAL = 'localhost:5000'

/** The registries that this machine knows of: logged in at, named by images, pushed to, and the usual one. Best known first. */
export function hostRows({registries, listing}: Home): readonly HostRow[] {
  // Before that there is no list to be in: nobody's cursor is to stay on its first row.
  if (registries.hosts.items === null) return NO_ROWS
  return rowsOf(registries.hosts.items, listing?.images ?? null, registries.visited)
}

const NO_ROWS: readonly HostRow[] = []

const rowsOf = remembered(
  (
    known: readonly KnownHost[],
    images: readonly EngineImage[] | null,
    visited: readonly string[],
  ): readonly HostRow[] => {
    const rows = new Map<string, HostRow>()
    const add = (host: string, change: Partial<HostRow>) => {
      const before = rows.get(host) ?? {id: host, host, login: false, recent: false, images: 0}
      rows.set(host, {...before, ...change, images: before.images + (change.images ?? 0)})
    }
    for (const {host, login, recent} of known) add(host, {login, recent})
    for (const image of images ?? []) for (const host of hostsOf(image)) add(host, {images: 1})
    for (const host of visited) add(host, {})
    add(USUAL, {})
    return [...rows.values()].sort(
      (a, b) => Number(b.login) - Number(a.login) || Number(b.recent) - Number(a.recent) || b.images - a.images,
    )
  },
)

function hostsOf({tags}: EngineImage): ReadonlySet<string> {
  return new Set(tags.flatMap(tag => hostOf(tag) ?? []))
}

/** The registry that a local name stands for; null where it is none. */
function hostOf(name: string): string | null {
  if (!namesHost(name)) return HUB
  try {
    const host = parseRegistryHost(name.slice(0, name.indexOf('/')))
    return host === LOCAL ? null : host
  } catch {
    return null
  }
}
