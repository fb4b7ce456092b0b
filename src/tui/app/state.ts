import type {Sharing} from '../../image/analysis/sharing/sharing.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {ImageSummary, Progress} from '../../image/oci/image.ts'
import type {Explorer, ExplorerLook} from './explorer.ts'
import type {TextField} from './field/text-field.ts'
import type {Form, FormValues} from './form/form.ts'
import type {Purpose} from './form/purpose.ts'
import type {Home, HomeFilter} from './home/home.ts'
import type {Job} from './jobs/job.ts'
import type {Keymap} from './keymap.ts'
import type {Palette} from './palette/palette.ts'
import type {Preferences} from './preferences.ts'
import type {Preview} from './preview/preview.ts'
import type {DoctorPage} from './registries/doctor.ts'
import type {Comparison, Versions} from './versions/versions.ts'

/** Everything the screen shows follows from this. Plain values: no promise, no handle, no clock. */
export interface State {
  readonly terminal: TerminalSize
  readonly capabilities: Capabilities
  /** which keys do what */
  readonly keys: Keymap
  readonly preferences: Preferences
  /** milliseconds since 1970, as of the last time somebody told */
  readonly now: number
  /** what the user asked for */
  readonly reference: string
  /** who gets the key: the last one first. Never empty */
  readonly contexts: readonly Context[]
  /** what just happened, or why a key did nothing; gone with the next key */
  readonly notice: Notice | null
  /** the number the next question to the tree gets: answers to older ones are dropped */
  readonly nextRequest: number
  /** the number that the next opening, look into a file, comparison or job gets: answers to older ones are dropped */
  readonly nextSession: number
  /** what is being done meanwhile, and what was, the oldest first */
  readonly jobs: readonly Job[]
  /** a login that a registry is asked about; null where none is */
  readonly login: {readonly session: number; readonly host: string; readonly username: string} | null
  /** what was last answered in each kind of form */
  readonly formValues: Readonly<Partial<Record<Purpose['kind'], FormValues>>>
  /** what the engine's images share; null before it told */
  readonly sharing: Sharing | null
  /** it was asked for, and neither an engine nor the store could tell */
  readonly sharingUntold: boolean
  /** whoever runs this may give files to others: root */
  readonly mayKeepOwners: boolean
  /** whoever runs this, as a commit's author; '' where it is not known */
  readonly userName: string
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** What the terminal can show. */
export interface Capabilities {
  /** SGR colours; off with NO_COLOR */
  readonly colour: boolean
  /** the palette of 256 colours, beside the 16 */
  readonly manyColours?: boolean
  /** colours of 24 bits */
  readonly trueColours?: boolean
  /** what is behind the text, as far as it is known */
  readonly ground?: 'light' | 'dark'
  /** colours that differ from their ground as much as they can */
  readonly highContrast?: boolean
  /** SGR bold, dim, inverse; off on a dumb terminal */
  readonly style: boolean
  /** the locale is UTF-8 */
  readonly unicode: boolean
}

export interface Notice {
  /** printable */
  readonly text: string
  readonly kind: 'done' | 'refused' | 'problem'
}

export type Context =
  | Loading
  | Picker
  | Explorer
  | Paper
  | Failed
  | FilterInput
  | Largest
  | Preview
  | Versions
  | Comparison
  | Form
  | Home
  | HomeFilter
  | JobPage
  | DoctorPage
  | Palette

/** The reference is being opened. */
export interface Loading {
  readonly kind: 'loading'
  readonly session: number
  readonly reference: string
  /** what takes its time (an archive is unpacked, or read from a pipe); null while nothing does */
  readonly progress: Progress | null
  /** how the image is looked at once it is open; null: as always at first */
  readonly look: ExplorerLook | null
  /** whose difference is being opened */
  readonly compares?: Comparing
}

/** What is compared. */
export type Comparing =
  | {readonly kind: 'images'; readonly before: string; readonly after: string}
  /** the image that this session opened, as of two of its layers */
  | {readonly kind: 'states'; readonly session: number; readonly layers: readonly [before: number, after: number]}

/** Several images or platforms, and the reference names none of them. */
export interface Picker {
  readonly kind: 'picker'
  readonly choices: readonly ImageSummary[]
  readonly cursor: number
}

/**
 * Lines to read and scroll: help, all about a layer, who else uses it, layers of home's tree, all of an instruction, what an
 * extraction did not write, who of some images holds which layers, whom an image is near to, what images store more than once,
 * which engines were tried.
 */
export interface Paper {
  readonly kind:
    | 'help'
    | 'layer'
    | 'layer-users'
    | 'branch'
    | 'instruction'
    | 'not-written'
    | 'matrix'
    | 'relatives'
    | 'contents'
    | 'engines'
  readonly top: number
}

/** A job looked at: what it does, how far it is, what was said, why it failed. */
export interface JobPage {
  readonly kind: 'job'
  readonly request: number
  readonly top: number
}

/** What the tree is filtered by is being typed; the explorer below is still drawn. */
export interface FilterInput {
  readonly kind: 'filter'
  readonly field: TextField
}

/** The largest files of the image, to go to. */
export interface Largest {
  readonly kind: 'largest'
  readonly cursor: number
}

/** The reference could not be opened. */
export interface Failed {
  readonly kind: 'failed'
  readonly reference: string
  /** whose difference it was to be */
  readonly compares?: Comparing
  readonly failure: Failure
}

/** The context that gets the key. */
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
