import type {Analysis} from '../../image/analysis/analyse.ts'
import type {PackageDifference} from '../../image/analysis/comparison/package-differences.ts'
import type {ContentComparison} from '../../image/analysis/content-comparison.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {Sharing} from '../../image/analysis/sharing/sharing.ts'
import type {WasteByPath} from '../../image/analysis/waste/waste-by-path.ts'
import type {FileContent} from '../../image/content/file-content.ts'
import type {MatchColumns} from '../../image/filesystem/filter/path-matches.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {LayerIndex} from '../../image/layer/layer-index.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {ImageSummary, Progress} from '../../image/oci/image.ts'
import type {Compared, ImageFacts} from './explorer.ts'
import type {Answer} from './form/asked.ts'
import type {Form} from './form/form.ts'
import type {EngineListing, HomeTab} from './home/home.ts'
import type {JobEvent} from './jobs/job.ts'
import type {RegistryAnswer} from './registries/question.ts'
import type {RunEnd} from './run-request.ts'
import type {Tab} from './tabs.ts'
import type {Sort, View} from './tree/tree-model.ts'
import type {BasesFound} from './waste/waste.ts'

/** Everything that can happen to the screen. */
export type Message = KeyPressed | MouseUsed | Pasted | UserVerb | Told

export interface KeyPressed {
  readonly type: 'key'
  /** a name of keys.ts: 'j', 'G', 'ctrl+d', 'up', 'space' … */
  readonly key: string
}

/** The left button went down, or the wheel turned, over a cell; columns and rows from 0. */
export interface MouseUsed {
  readonly type: 'mouse'
  readonly action: 'press' | 'wheel-up' | 'wheel-down'
  readonly column: number
  readonly row: number
  /** 2 for the second press of a double click */
  readonly clicks: 1 | 2
}

/** Text that came in one piece: it goes into the field that is being typed in, and means nothing elsewhere. */
export interface Pasted {
  readonly type: 'paste'
  /** hostile: it may come from anywhere */
  readonly text: string
}

/** What the user means by a key; bindings.ts says which key means what. */
export type UserVerb =
  | {readonly type: 'quit'; readonly code: number}
  | {readonly type: 'suspend'}
  | {readonly type: 'help'}
  | {readonly type: 'open-palette'}
  | {readonly type: 'run-action'}
  | {readonly type: 'close'}
  | {readonly type: 'retry'}
  | {readonly type: 'choose'}
  | {readonly type: 'move'; readonly rows: number}
  | {readonly type: 'page'; readonly pages: number}
  | {readonly type: 'to-end'; readonly end: 'first' | 'last'}
  | {readonly type: 'switch-pane'}
  | {readonly type: 'show-tab'; readonly tab: Tab}
  | {readonly type: 'tab-back'}
  | {readonly type: 'select-layer'; readonly by: number}
  | {readonly type: 'describe-layer'}
  | {readonly type: 'read-instruction'}
  | {readonly type: 'enter-step-layer'}
  | {readonly type: 'expand'}
  | {readonly type: 'collapse'}
  | {readonly type: 'toggle'}
  | {readonly type: 'fold-all'; readonly rule: 'open' | 'closed' | 'toggle'}
  | {readonly type: 'show-view'; readonly view: View | 'next'}
  | {readonly type: 'sort'; readonly by: Sort | 'next'}
  | {readonly type: 'toggle-attributes'}
  /** shows the kinds that the configuration hides, or hides them again */
  | {readonly type: 'show-hidden'}
  | {readonly type: 'filter'}
  | {readonly type: 'filter-kind'}
  | {readonly type: 'keep-filter'}
  | {readonly type: 'drop-filter'}
  | {readonly type: 'to-match'; readonly direction: 'next' | 'previous'}
  | {readonly type: 'largest'}
  | {readonly type: 'go-to-largest'}
  | {readonly type: 'cancel-reading'}
  | {readonly type: 'read-on'}
  /** looks into a version of a path of the explorer's image, also a hidden or deleted one */
  | {readonly type: 'preview'; readonly node: number; readonly version: number}
  | {readonly type: 'preview-look'; readonly change: 'wrap' | 'bytes'}
  | {readonly type: 'preview-sideways'; readonly by: 1 | -1}
  | {readonly type: 'preview-more'}
  | {readonly type: 'preview-search'; readonly step: 'begin' | 'send' | 'leave'}
  | {readonly type: 'preview-match'; readonly by: 1 | -1}
  | {readonly type: 'copy'; readonly what: 'path' | 'digest' | 'remote-name' | 'fix'}
  | {readonly type: 'versions'}
  | {readonly type: 'mark-version'}
  | {readonly type: 'compare-versions'}
  | {readonly type: 'show-in-layer'}
  | {readonly type: 'next-hunk'; readonly by: 1 | -1}
  | {readonly type: 'scroll-sideways'; readonly by: number}
  | {readonly type: 'extract'}
  | {
      readonly type: 'open-finding' | 'close-finding' | 'go-to-evidence' | 'go-to-blamed' | 'show-silenced' | 'copy-fix'
    }
  | {readonly type: 'next-base' | 'base-here'}
  /** so many layers more are the base's */
  | {readonly type: 'move-base'; readonly by: 1 | -1}
  | MapVerb
  /** asks what is needed for doing this with what is chosen */
  | {
      readonly type: 'ask'
      readonly about: 'commit' | 'tag' | 'push' | 'pull' | 'save' | 'load' | 'run' | 'remove' | 'registry'
    }
  /** leaves more noise out of a difference, or none again */
  | {readonly type: 'ignore-noise'}
  /** opens the container again, with what it changed since */
  | {readonly type: 'refresh-container'}
  /** the container that a form commits, as it is now, above the form */
  | {readonly type: 'commit-details'}
  /** what failed for an attestation, again without it */
  | {readonly type: 'push-one-platform'; readonly request: number}
  /** the lines that are to be typed somewhere for a job not to fail again */
  | {readonly type: 'copy-advice'; readonly request: number}
  | {readonly type: 'next-field'; readonly by: 1 | -1}
  | {readonly type: 'toggle-field'; readonly by: number}
  | {readonly type: 'take-suggestion'}
  | {readonly type: 'submit'}
  /** stops one job, or all */
  | {readonly type: 'cancel-jobs'; readonly request: number | 'all'}
  /** the page of a job: the newest, or the one before or after */
  | {readonly type: 'show-job'; readonly request: number | 'newest'}
  | {readonly type: 'step-job'; readonly by: 1 | -1}
  | {readonly type: 'retry-job'; readonly request: number}
  | {readonly type: 'edit-job'; readonly request: number}
  | {readonly type: 'not-written'}
  | {readonly type: 'home-tab'; readonly tab: HomeTab | 'next' | 'previous'}
  | {readonly type: 'home-open'}
  | {readonly type: 'home-refresh'}
  | {readonly type: 'home-engines'}
  | {readonly type: 'home-sort'}
  | {readonly type: 'home-filter'}
  | {readonly type: 'home-keep-filter'}
  | {readonly type: 'home-drop-filter'}
  | {readonly type: 'home-mark'}
  | {readonly type: 'home-unmark'}
  /** compares two images that are marked, or a container with its image */
  | {readonly type: 'home-compare'}
  /** who of some images holds which layers; whom an image is near to */
  | {readonly type: 'show-matrix' | 'show-relatives'}
  /** looks for what images store more than once */
  | {readonly type: 'find-contents'}
  /** marks the selected layer, or no more */
  | {readonly type: 'mark-layer'}
  /** compares what is open: as of the marked and the selected layer, else with what it was made from */
  | {readonly type: 'compare-here'}
  /** who else uses the selected layer */
  | {readonly type: 'layer-users'}
  | RegistryVerb

/** What is done on the Registries tab, and wherever something has to do with a registry. */
export type RegistryVerb =
  | {readonly type: 'registry-up'}
  | {readonly type: 'registry-refresh'}
  | {readonly type: 'registry-go'; readonly host: string; readonly path: string | null}
  | {readonly type: 'registry-form'; readonly form: 'name' | 'login' | 'pull' | 'delete' | 'copy' | 'retag'}
  | {
      readonly type: 'registry-login'
      readonly host: string
      readonly username: string
      readonly password: string
    }
  | {readonly type: 'doctor'}

/** Walking through the treemap. */
export type MapVerb =
  | {readonly type: 'map-sideways'; readonly by: 1 | -1}
  | {readonly type: 'map-into' | 'map-out' | 'map-colour' | 'map-to-tree'}

/** What effects and the terminal tell. */
export type Told =
  | {readonly type: 'resized'; readonly columns: number; readonly rows: number}
  | {readonly type: 'clock'; readonly now: number}
  /** the terminal has told what is behind its text */
  | {readonly type: 'ground-told'; readonly ground: 'light' | 'dark'}
  | {readonly type: 'opening'; readonly session: number; readonly progress: Progress}
  /** `compared`: it is the difference of two images */
  | {
      readonly type: 'opened'
      readonly session: number
      readonly image: ImageFacts
      readonly compared?: Compared
    }
  /** the difference of `session`'s two images with other noise left out, which is `next`'s now */
  | {
      readonly type: 'compared-anew'
      readonly session: number
      readonly next: number
      readonly image: ImageFacts
      readonly compared: Compared
      readonly union: Union
      readonly figures: UnionFigures
    }
  | {
      readonly type: 'packages-compared'
      readonly session: number
      readonly packages: readonly PackageDifference[]
    }
  | {readonly type: 'sharing-known'; readonly sharing: Sharing | null}
  | {
      readonly type: 'choices'
      readonly session: number
      readonly choices: readonly ImageSummary[]
      readonly preferred: number
    }
  | {readonly type: 'open-failed'; readonly session: number; readonly failure: Failure}
  | {readonly type: 'reading'; readonly session: number; readonly event: ReadingEvent}
  | {readonly type: 'matched'; readonly session: number; readonly request: number; readonly found: MatchColumns}
  | {readonly type: 'match-failed'; readonly session: number; readonly request: number; readonly failure: Failure}
  | {
      readonly type: 'home-listed'
      readonly session: number
      readonly listing: EngineListing
      /** what the images share is still being asked: the same comes again with it */
      readonly partly?: boolean
    }
  | {readonly type: 'home-failed'; readonly session: number; readonly failure: Failure}
  | {readonly type: 'registry-told'; readonly session: number; readonly answer: RegistryAnswer}
  | {readonly type: 'reading-ended'; readonly session: number; readonly failure: Failure | null}
  | PreviewTold
  | {readonly type: 'analysing'; readonly request: number; readonly progress: Progress}
  | {readonly type: 'analysed'; readonly request: number; readonly stage: AnalysisStage}
  | {readonly type: 'analysis-failed'; readonly request: number; readonly failure: Failure}
  | {readonly type: 'bases-found'; readonly session: number; readonly found: BasesFound}
  | {readonly type: 'comparing'; readonly request: number; readonly progress: Progress}
  | {readonly type: 'compared'; readonly request: number; readonly comparison: ContentComparison}
  | {readonly type: 'compare-failed'; readonly request: number; readonly failure: Failure}
  /** what had the terminal has ended, or could not begin */
  | {readonly type: 'ran'; readonly form: Form; readonly result: RunEnd | {readonly failure: Failure}}
  /** the answer to what a form asked */
  | {readonly type: 'looked'; readonly request: number; readonly answer: Answer | {readonly failure: Failure}}
  /** of a job, at this time: milliseconds since 1970 */
  | {readonly type: 'job-told'; readonly request: number; readonly at: number; readonly event: JobEvent}

/** What is told to the preview that asked for it. */
export interface PreviewTold {
  readonly type: 'preview-told'
  readonly request: number
  readonly event: PreviewingEvent
}

/** What is told of why an image is big, each time with more of it known; the shape of operations' AnalysisStage. */
export interface AnalysisStage {
  readonly analysis: Analysis
  readonly byPath: WasteByPath
  /** nothing more comes */
  readonly complete: boolean
}

/** What is told while layers are read, in any order of layers; the shape of operations' IndexEvent. */
export type ReadingEvent =
  | {
      readonly type: 'layer-progress'
      readonly layer: number
      readonly done: number
      readonly total: number
      /** bytes that came from elsewhere for it so far */
      readonly fetched?: number
    }
  | {readonly type: 'layer-indexed'; readonly layer: number; readonly index: LayerIndex; readonly trust: Trust}
  | {readonly type: 'layer-failed'; readonly layer: number; readonly failure: Failure}
  | {readonly type: 'layer-verified'; readonly layer: number; readonly trust: Trust}
  | {readonly type: 'union'; readonly union: Union; readonly figures: UnionFigures; readonly complete: boolean}
  | {
      readonly type: 'contents-compared'
      readonly union: Union
      readonly figures: UnionFigures
      /** of a difference: files whose contents could not be read */
      readonly unread?: number
    }

/** What is told while a file is looked into; the second and third have the shape of operations' PreviewEvent. */
export type PreviewingEvent =
  /** bytes of a layer that came from elsewhere so far, for whatever they were wanted */
  | {readonly type: 'fetched'; readonly layer: number; readonly bytes: number}
  | {readonly type: 'unpacked'; readonly done: number; readonly total: number}
  | {readonly type: 'content'; readonly content: FileContent}
  | {readonly type: 'ended'; readonly failure: Failure | null}
  | {readonly type: 'found'; readonly number: number; readonly matches: readonly number[]; readonly done: boolean}
