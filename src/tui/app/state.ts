import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {Image, ImageSummary, Layer, Progress} from '../../image/oci/image.ts'
import type {TreePlace} from './tree/tree-cursor.ts'
import type {Sort, View} from './tree/tree-model.ts'

/** Everything the screen shows follows from this. Plain values: no promise, no handle, no clock. */
export interface State {
  readonly terminal: TerminalSize
  readonly capabilities: Capabilities
  /** milliseconds since 1970, as of the last time somebody told */
  readonly now: number
  /** what the user asked for */
  readonly reference: string
  /** who gets the key: the last one first. Never empty */
  readonly contexts: readonly Context[]
  /** what just happened, or why a key did nothing; gone with the next key */
  readonly notice: Notice | null
  /** the number the next opening gets: answers to older ones are dropped */
  readonly nextSession: number
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** What the terminal can show. */
export interface Capabilities {
  /** SGR colours; off with NO_COLOR */
  readonly colour: boolean
  /** SGR bold, dim, inverse; off on a dumb terminal */
  readonly style: boolean
  /** the locale is UTF-8 */
  readonly unicode: boolean
}

export interface Notice {
  readonly text: string
  readonly kind: 'done' | 'refused' | 'problem'
}

export type Context = Loading | Picker | Explorer | Paper | Failed

/** The reference is being opened. */
export interface Loading {
  readonly kind: 'loading'
  readonly session: number
  readonly reference: string
  /** what takes its time (an archive is unpacked, or read from a pipe); null while nothing does */
  readonly progress: Progress | null
}

/** Several images or platforms, and the reference names none of them. */
export interface Picker {
  readonly kind: 'picker'
  readonly choices: readonly ImageSummary[]
  readonly cursor: number
}

/** Lines to read and scroll: help, or all about a layer. */
export interface Paper {
  readonly kind: 'help' | 'layer'
  readonly top: number
}

/** The reference could not be opened. */
export interface Failed {
  readonly kind: 'failed'
  readonly reference: string
  readonly failure: Failure
}

/** An image, walked through. */
export interface Explorer {
  readonly kind: 'explorer'
  readonly session: number
  readonly image: ImageFacts
  readonly layers: readonly LayerState[]
  readonly reading: Reading
  /** stands on the layers read so far */
  readonly union: Union | null
  /** its sums */
  readonly figures: UnionFigures | null
  /** every layer was read or has failed */
  readonly unionComplete: boolean
  /** files of equal size were compared: changes are final */
  readonly contentsCompared: boolean
  readonly selected: number
  readonly tab: Tab
  readonly focus: Pane
  readonly view: View
  readonly sort: Sort
  /** mode, owner and time beside each file, and sizes to the byte */
  readonly attributes: boolean
  readonly tree: TreePlace
  /** first line of the Config tab that is on the screen */
  readonly configTop: number
}

export type Pane = 'layers' | 'files'
export type Tab = 'files' | 'config'

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
}

/** The facts of an image, without anything that could open it. */
export function imageFacts(image: Image): ImageFacts {
  const {rawManifest: _, rawConfig: __, layers, ...rest} = image
  return {...rest, layers: layers.map(({content: ___, ...facts}) => facts)}
}

export function top(state: State): Context {
  return state.contexts.at(-1)!
}

/** The explorer, on top or below something, null where none is open. */
export function explorerOf(state: State): Explorer | null {
  return state.contexts.findLast(context => context.kind === 'explorer') ?? null
}

/** The state with its explorer changed; the same state where none is open. */
export function withExplorer(state: State, change: (explorer: Explorer) => Explorer): State {
  const at = state.contexts.findLastIndex(context => context.kind === 'explorer')
  if (at < 0) return state
  const changed = change(state.contexts[at] as Explorer)
  return changed === state.contexts[at] ? state : {...state, contexts: state.contexts.with(at, changed)}
}

/** The state with its top context replaced. */
export function withTop(state: State, context: Context): State {
  return {...state, contexts: state.contexts.with(-1, context)}
}
