import type {BaseImage} from '../../image/analysis/base-image.ts'
import type {NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import type {PackageDifference} from '../../image/analysis/comparison/package-differences.ts'
import type {ContentComparison} from '../../image/analysis/content-comparison.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {Sharing} from '../../image/analysis/sharing/sharing.ts'
import type {MatchColumns} from '../../image/filesystem/filter/path-matches.ts'
import type {PathPattern} from '../../image/filesystem/filter/pattern.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {Context, Image, ImageSummary, Progress} from '../../image/oci/image.ts'
import type {ImageFiles} from '../../operations/extract/path-failure.ts'
import type {AnalysisStage} from '../../operations/image-analyst.ts'
import type {IndexEvent} from '../../operations/index-image.ts'
import type {PreviewOptions} from '../../operations/preview/preview-file.ts'
import type {Compared} from '../app/explorer.ts'
import type {Answer, Question} from '../app/form/asked.ts'
import type {EngineListing} from '../app/home/home.ts'
import type {JobProgress} from '../app/jobs/job.ts'
import type {Outcome} from '../app/jobs/outcome.ts'
import type {Task} from '../app/jobs/task.ts'
import type {RegistryAnswer, RegistryQuestion} from '../app/registries/question.ts'
import type {RunEnd, RunRequest} from '../app/run-request.ts'
import type {BasesFound} from '../app/waste/waste.ts'

/** What the screen needs of the world; main wires it to the operations, tests to what they like. */
export interface Ports {
  /** Finds what a reference means; tells how far it is where that takes time. Rejects with LensErrors, and when `signal` aborts. */
  openReference(reference: string, signal: AbortSignal, progress: (progress: Progress) => void): Promise<Opened>
  /**
   * Opens the difference of two images, as an image of two layers that `indexImage` then tells of; tells how far reading them
   * is. Rejects with LensErrors, and when `signal` aborts.
   */
  openComparison(
    before: string,
    after: string,
    signal: AbortSignal,
    progress: (progress: Progress) => void,
  ): Promise<{readonly image: Image; readonly compared: Compared}>
  /** The difference of an image as of two of its layers; none is read again. Rejects when `signal` aborts. */
  compareStates(
    files: ImageFiles,
    layers: readonly [before: number, after: number],
    signal: AbortSignal,
  ): Promise<{readonly image: Image; readonly compared: Compared}>
  /** The difference that `image` is with other noise left out: no layer is read again. Rejects as `openComparison`. */
  compareAnew(
    image: Image,
    quiet: NoiseSwitches,
    signal: AbortSignal,
  ): Promise<{
    readonly image: Image
    readonly compared: Compared
    readonly union: Union
    readonly figures: UnionFigures
  }>
  /** Which packages differ in a difference that was opened. Rejects when `signal` aborts. */
  comparePackages(image: Image, signal: AbortSignal): Promise<readonly PackageDifference[]>
  /** What the engine's images share; null where no engine answers. Rejects when `signal` aborts. */
  readSharing(signal: AbortSignal): Promise<Sharing | null>
  /**
   * Reads the layers of an image and tells of them. Resolves when all is told; a layer that can't be read is an event.
   * Rejects when `signal` aborts. `selectedLayer` is the one to read first, asked each time another is begun.
   */
  indexImage(image: Image, options: IndexingOptions): Promise<void>
  /** Which paths of a union match. Rejects with LensErrors, and when `signal` aborts; what it is asked meanwhile waits. */
  matchPaths(union: Union, pattern: PathPattern, signal: AbortSignal): Promise<MatchColumns>
  /** Says that `matchPaths` will be asked soon: what it needs can be started. */
  prepareMatching(union: Union): void
  /** Looks into a version of a regular file or hard link. Resolves when all is told; rejects with LensErrors, and when aborted. */
  previewFile(image: Image, union: Union, version: number, options: PreviewOptions): Promise<void>
  /** How the contents of two versions differ; tells how far it is. Rejects with LensErrors, and when the signal aborts. */
  compareContents(
    files: ImageFiles,
    versions: readonly [before: number, after: number],
    context: Context,
  ): Promise<ContentComparison>
  /**
   * Does what a job is about, and tells how far it is. Rejects with LensErrors, and when the signal aborts: nothing half-done
   * is left then, as far as that can be helped.
   */
  performTask(task: Task, context: JobContext): Promise<Outcome>
  /** Says why an image is as big as it is, in stages. Rejects when the signal aborts, and with our own faults. */
  analyse(files: ImageFiles, base: BaseImage, context: Context, told: (stage: AnalysisStage) => void): Promise<void>
  /**
   * What the configuration says of bases and silences, and the images at hand that an image may stand on: told whenever more is
   * known. Never rejects.
   */
  findBases(image: Image, signal: AbortSignal, told: (found: BasesFound) => void): Promise<void>
  /**
   * Makes ready what a container is run with. What it gives has the terminal until the client ends, and says how.
   * Rejects with LensErrors, and when `signal` aborts.
   */
  prepareRun(run: RunRequest, signal: AbortSignal): Promise<() => Promise<RunEnd>>
  /** Finds out what a form wants to know. Rejects with LensErrors, and when the signal aborts. */
  look(question: Question, signal: AbortSignal): Promise<Answer>
  /** Asks something of registries, and tells the answers as they come. Rejects with LensErrors, and when `signal` aborts. */
  askRegistry(question: RegistryQuestion, signal: AbortSignal, tell: (answer: RegistryAnswer) => void): Promise<void>
  /** whoever runs this may give files to others */
  readonly mayKeepOwners: boolean
  /**
   * Asks the engine that answers for all that home shows; `partly` is told all but what images share as soon as that is there.
   * Rejects with `engine-…`, and when `signal` aborts.
   */
  listEngine(signal: AbortSignal, partly: (listing: EngineListing) => void): Promise<EngineListing>
  /** the name of whoever runs this; '' where it is not known */
  readonly userName: string
  /** milliseconds since 1970 */
  now(): number
}

/** What a task is done with. */
export interface JobContext {
  readonly signal: AbortSignal
  progress(progress: JobProgress): void
  /** a line for the job's log, hostile */
  say(text: string): void
  /** the image of a session and the union that its explorer shows; null where there is none of them any more */
  filesOf(session: number): ImageFiles | null
}

export interface IndexingOptions {
  readonly signal: AbortSignal
  readonly selectedLayer: () => number
  readonly onEvent: (event: IndexEvent) => void
}

export type Opened =
  | {readonly kind: 'image'; readonly image: Image}
  /** several images or platforms; each summary's reference opens exactly that one */
  | {readonly kind: 'choices'; readonly choices: readonly ImageSummary[]; readonly preferred: number}
