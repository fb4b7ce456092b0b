import type {Digest} from '../../../image/oci/digest.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {ListPlace} from '../home/list-place.ts'

/**
 * The Registries tab: a list of registries, in one of them its repositories, in one of those its tags. What was listed stays
 * until the next answer is here.
 */
export interface Registries {
  /** the registry that is looked into; null: the list of them is */
  readonly host: string | null
  /** the repository of it that is looked into; null: its catalog is */
  readonly path: string | null
  /** where one was in the lists above this one, the outermost first */
  readonly above: readonly ListPlace[]
  readonly hosts: Listing<KnownHost>
  /** those that were looked into since the start */
  readonly visited: readonly string[]
  readonly repositories: Listing<string>
  readonly tags: Listing<string>
  /** what is known of tags, by tag */
  readonly facts: ReadonlyMap<string, TagFacts>
  /** what was known of them before they were asked about anew */
  readonly before: ReadonlyMap<string, TagFacts>
  /** the question that facts are asked by; null outside a repository */
  readonly looking: number | null
  /** the tags whose facts were asked for last: those in view */
  readonly wanted: readonly string[]
}

/** What was listed. Texts are hostile. */
export interface Listing<T> {
  /** the question that is under way; null where none is */
  readonly session: number | null
  /** null before any answer came */
  readonly items: readonly T[] | null
  /** why the last question got no answer */
  readonly failure: Failure | null
  /** there are more than were listed */
  readonly more: boolean
  /** the answer that is coming has begun to replace what was listed before */
  readonly fresh?: boolean
}

/** A registry that this machine has had to do with. */
export interface KnownHost {
  readonly host: string
  /** somebody is logged in there */
  readonly login: boolean
  /** images were brought there by this program */
  readonly recent: boolean
}

/** What a tag leads to; the shape of operations' TagFacts. */
export interface TagFacts {
  readonly tag: string
  readonly digest: Digest | null
  /** hostile */
  readonly platforms: readonly string[]
  /** bytes as stored, of one platform; null where it is not known */
  readonly size: number | null
  readonly created: string | null
  readonly failure: Failure | null
}

export const NOT_LISTED: Listing<never> = {session: null, items: null, failure: null, more: false}

export const NO_REGISTRIES: Registries = {
  host: null,
  path: null,
  above: [],
  hosts: NOT_LISTED,
  visited: [],
  repositories: NOT_LISTED,
  tags: NOT_LISTED,
  facts: new Map(),
  before: new Map(),
  looking: null,
  wanted: [],
}

/** What is listed now. */
export type Level = 'hosts' | 'repositories' | 'tags'

/** How deep the Registries tab is: in all registries, in one, in a repository of it. */
export function levelOf({host, path}: Registries): Level {
  return host === null ? 'hosts' : path === null ? 'repositories' : 'tags'
}
