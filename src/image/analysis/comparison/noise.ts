import type {Union} from '../../filesystem/union.ts'

/** Differences that nobody asked for, each kind left out where it is true. */
export interface NoiseSwitches {
  /** only the time differs */
  readonly times: boolean
  /** what programs keep for the next time */
  readonly caches: boolean
  /** Python's compiled files */
  readonly bytecode: boolean
}

/** Nothing is left out. */
export const ALL_TOLD: NoiseSwitches = {times: false, caches: false, bytecode: false}

/** The kinds of noise, as a user names them. */
export const NOISE_KINDS = ['times', 'caches', 'bytecode'] as const

/** The steps by which more and more is left out. */
export const QUIETER: readonly NoiseSwitches[] = [
  ALL_TOLD,
  {times: true, caches: false, bytecode: false},
  {times: true, caches: true, bytecode: false},
  {times: true, caches: true, bytecode: true},
]

/** Whether both leave out the same kinds: then what is shown stays as it is. */
export function leavesOutSame(one: NoiseSwitches, other: NoiseSwitches): boolean {
  return NOISE_KINDS.every(kind => one[kind] === other[kind])
}

/** Folders that hold caches, from the root; a single name anywhere. */
const CACHES = ['.cache', '_cacache', 'var/cache', 'var/lib/apt/lists', 'var/lib/dnf', 'tmp', 'var/tmp']

/**
 * A test for nodes of a union that are noise of a kind that is left out; of folders it means all below. Null where no name is
 * noise: to read all of them takes a fifth of a comparison.
 */
export function noiseTest(union: Union, {caches, bytecode}: NoiseSwitches): ((node: number) => boolean) | null {
  if (!caches && !bytecode) return null
  const names = new Set(CACHES.map(place => place.slice(place.lastIndexOf('/') + 1)))
  return node => {
    const name = union.name(node)
    if (bytecode && (name === '__pycache__' || name.endsWith('.pyc') || name.endsWith('.pyo'))) return true
    if (!caches || !names.has(name)) return false
    return CACHES.includes(name) ? name !== 'tmp' || union.parent(node) === 0 : CACHES.includes(union.path(node))
  }
}
