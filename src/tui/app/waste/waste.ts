import type {Analysis} from '../../../image/analysis/analyse.ts'
import {
  type BaseCandidate,
  type BasedImage,
  type BaseImage,
  basesOf,
  NO_BASE,
} from '../../../image/analysis/base-image.ts'
import type {Silence} from '../../../image/analysis/finding.ts'
import type {WasteByPath} from '../../../image/analysis/waste/waste-by-path.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {Progress} from '../../../image/oci/image.ts'

/** Where the base image ends, and where else it might. */
export interface BaseChoice {
  readonly chosen: BaseImage
  /** the user chose it: nothing that is found later takes its place */
  readonly byUser: boolean
  /** what a key goes through, the likeliest first */
  readonly bases: readonly BaseImage[]
  /** somebody is asked, or was, what other images are at hand */
  readonly asked: boolean
}

/** Why the image is as big as it is, as far as it is known, and where the user is in it. */
export interface WasteState {
  /** what was last asked: the tree, by what numbers its nodes, and the base; null before */
  readonly of: {readonly tree: Int32Array; readonly base: BaseImage} | null
  /** the request under way; null for none */
  readonly request: number | null
  /** of looking for files that are there twice; null while that has not begun */
  readonly progress: Progress | null
  readonly failure: Failure | null
  /** the user stopped it before it was complete */
  readonly stopped: boolean
  readonly analysis: Analysis | null
  readonly byPath: WasteByPath | null
  /** what is there twice was looked for too */
  readonly complete: boolean
  readonly silences: readonly Silence[]
  readonly cursor: WasteCursor
  /** keys of the findings that are open */
  readonly open: ReadonlySet<string>
  readonly showsSilenced: boolean
}

/** A finding by its key, or a piece of its evidence by its place in it. */
export interface WasteCursor {
  /** '' for the first finding */
  readonly finding: string
  /** −1 for the finding itself */
  readonly evidence: number
}

/** What was found of images that this one may stand on, and what the user's configuration says. */
export interface BasesFound {
  readonly candidates: readonly BaseCandidate[]
  /** what the configuration names; null where it names none */
  readonly given: BaseImage | null
  readonly silences: readonly Silence[]
  /** what of it could not be read or found, a sentence; null for nothing */
  readonly problem: string | null
}

export const NO_WASTE: WasteState = {
  of: null,
  request: null,
  progress: null,
  failure: null,
  stopped: false,
  analysis: null,
  byPath: null,
  complete: false,
  silences: [],
  cursor: {finding: '', evidence: -1},
  open: new Set(),
  showsSilenced: false,
}

/** What an image itself tells of its base. */
export function baseAtFirst(image: BasedImage): BaseChoice {
  const bases = basesOf(image)
  return {chosen: bases[0] ?? NO_BASE, byUser: false, bases, asked: false}
}
