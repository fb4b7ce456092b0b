import type {AlignedLayers} from '../../image/analysis/comparison/aligned-layers.ts'
import type {ConfigDifference} from '../../image/analysis/comparison/config-differences.ts'
import type {NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import type {PackageDifference} from '../../image/analysis/comparison/package-differences.ts'
import type {TreeFigures} from '../../image/analysis/comparison/tree-figures.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {LayerFacts as IndexFacts} from '../../image/layer/layer-index.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {Image, Layer} from '../../image/oci/image.ts'
import type {MapPlace} from './map/map.ts'
import type {Tab} from './tabs.ts'
import type {Kind} from './tree/kinds.ts'
import type {TreePlace} from './tree/tree-cursor.ts'
import type {TreeFilter} from './tree/tree-filter.ts'
import type {Sort, View} from './tree/tree-model.ts'
import type {BaseChoice, WasteState} from './waste/waste.ts'

/** An image, walked through. */
export interface Explorer {
  readonly kind: 'explorer'
  readonly session: number
  readonly image: ImageFacts
  readonly layers: readonly LayerState[]
  readonly reading: Reading
  /** bytes that came from a registry, for each layer; 0 for what was known or is here */
  readonly fetched: readonly number[]
  /** stands on the layers read so far */
  readonly union: Union | null
  /** its sums */
  readonly figures: UnionFigures | null
  /** every layer was read or has failed */
  readonly unionComplete: boolean
  /** files of equal size were compared: changes are final */
  readonly contentsCompared: boolean
  readonly selected: number
  /** a layer that was marked, to be compared with another; null for none */
  readonly markedLayer: number | null
  readonly tab: Tab
  /** the tabs that led to this one, the last one last: Esc goes back */
  readonly trail: readonly Tab[]
  readonly focus: Pane
  readonly view: View
  readonly sort: Sort
  /** mode, owner and time beside each file, and sizes to the byte */
  readonly attributes: boolean
  /** kinds of change that the tree leaves out; always the same array for none */
  readonly hidden: readonly Kind[]
  readonly tree: TreePlace
  /** the step of the history that the History tab's cursor is on, from 0 */
  readonly historyCursor: number
  /** what the tree is filtered by; null: it shows everything */
  readonly filter: TreeFilter | null
  /** where the base image ends */
  readonly base: BaseChoice
  /** why it is as big as it is: the Waste tab */
  readonly waste: WasteState
  readonly map: MapPlace
  /** first line of the Config tab that is on the screen */
  readonly configTop: number
  /** the same of the Sharing tab */
  readonly sharingTop: number
  /** what it is the difference of; null for an image */
  readonly compared: Compared | null
}

/** Two images, or two states of one, whose difference is walked through as an image of two layers. Names are hostile. */
export interface Compared {
  readonly names: readonly [before: string, after: string]
  readonly summary: readonly [before: TreeFigures, after: TreeFigures]
  readonly layers: readonly AlignedLayers[]
  readonly config: readonly ConfigDifference[]
  /** differences that are left out */
  readonly quiet: NoiseSwitches
  /** what is to be left out, while the trees are compared anew */
  readonly asked: NoiseSwitches
  /** null while they are read */
  readonly packages: readonly PackageDifference[] | null
  /** pairs of nodes: what was added, and what was removed, with the same content */
  readonly moves: Int32Array
  /** files of equal size whose contents were not read, or could not be: their times decide */
  readonly unread: number
}

export type Pane = 'layers' | 'files'

export type Reading =
  | {readonly kind: 'running'}
  | {readonly kind: 'ended'}
  | {readonly kind: 'cancelled'}
  | {readonly kind: 'failed'; readonly failure: Failure}

/** What is known of the image before any layer is read: an Image without its bytes. */
export type ImageFacts = Omit<Image, 'layers' | 'rawManifest' | 'rawConfig'> & {readonly layers: readonly LayerFacts[]}
export type LayerFacts = Omit<Layer, 'content'>

/** Bytes done of bytes in all; a total of 0 is not known. */
export interface Fraction {
  readonly done: number
  readonly total: number
}

export type LayerState =
  | {readonly kind: 'pending'}
  | ({readonly kind: 'reading'} & Fraction)
  | {
      readonly kind: 'indexed'
      readonly trust: Trust
      readonly found: LayerFindings
      /** how far a pass over all its bytes is; null where none was begun */
      readonly checked: Fraction | null
    }
  | {readonly kind: 'failed'; readonly failure: Failure}

/** What reading a layer told about it. */
export interface LayerFindings {
  /** Σ declared sizes of regular files, bytes */
  readonly size: number
  readonly entries: number
  readonly whiteouts: number
  readonly opaqueDirectories: number
  /** why the rest of the tar could not be read; null where all of it was */
  readonly damage: string | null
  /** sentences, hostile text inside */
  readonly problems: readonly string[]
  readonly compression: 'none' | 'gzip' | 'zstd'
  /** bytes of the blob as stored */
  readonly blobSize: number
  /** it was listed from its blob's own table of contents, and nothing else of it was read */
  readonly listed: boolean
  /** what its bytes hashed to, as far as they were; see LayerFacts of a LayerIndex */
  readonly digests: Pick<IndexFacts, 'blobDigest' | 'filledDiffId'>
}

/** The facts of an image, without anything that could open it. */
export function imageFacts(image: Image): ImageFacts {
  const {rawManifest: _, rawConfig: __, layers, ...rest} = image
  return {...rest, layers: layers.map(({content: ___, ...facts}) => facts)}
}

/** How an image is looked at. */
export type ExplorerLook = Pick<Explorer, 'tab' | 'focus' | 'view' | 'sort' | 'attributes' | 'hidden'>
