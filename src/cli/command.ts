import type {Readable} from 'node:stream'
import type {Analysis} from '../image/analysis/analyse.ts'
import type {BaseImage} from '../image/analysis/base-image.ts'
import type {NoiseSwitches} from '../image/analysis/comparison/noise.ts'
import type {PackageDifference} from '../image/analysis/comparison/package-differences.ts'
import type {ContentComparison} from '../image/analysis/content-comparison.ts'
import type {Silence} from '../image/analysis/finding.ts'
import type {NamedOpportunity} from '../image/analysis/sharing/opportunities.ts'
import type {Image} from '../image/oci/image.ts'
import type {ComparedImages, ComparedSide} from '../operations/comparison/compare-images.ts'
import type {ImageFiles} from '../operations/extract/path-failure.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import type {User} from '../sources/docker-config/auth-files.ts'
import type {Engine} from '../sources/engine/engine.ts'
import type {Engines} from '../sources/engine/engines.ts'
import type {Registries} from '../sources/registry/registries.ts'
import type {Resolved} from '../sources/resolve.ts'
import type {Store} from '../sources/store/store.ts'

/** An option of the command line. */
export interface Option {
  /** `--name` */
  readonly name: string
  /** what follows it, such as 'N'; absent for a switch */
  readonly value?: string
  /** `-o` for `--output`: one letter */
  readonly short?: string
  readonly help: string
  /** what it takes, or most of what is given; for completions */
  readonly choices?: readonly string[]
  /** several of them may be given, with commas between */
  readonly several?: true
}

/** What was given on the command line, checked against the command's table. */
export interface Given {
  readonly positionals: readonly string[]
  /** the value of an option, null where it was not given */
  value(name: string): string | null
  /** every value of an option that may be given often */
  values(name: string): readonly string[]
  has(name: string): boolean
}

/** What a command needs of the world; `main` and tests each bring their own. */
export interface World {
  readonly signal: AbortSignal
  /** results; resolves when the reader took them, ends the command quietly when the reader is gone */
  out(text: string): Promise<void>
  /** exact bytes of a result, as `out` writes text; they may be overwritten once the promise is resolved */
  outBytes(bytes: Uint8Array): Promise<void>
  /** warnings and progress */
  err(text: string): void
  /** finds an image, or what there is to choose from */
  resolve(reference: string, platform: string | null): Promise<Resolved>
  /** the registries that may be asked */
  readonly registries: Registries
  /** whose logins are read and written */
  readonly user: User
  /** a line typed at the terminal, shown or not; throws `usage` where there is none */
  ask(prompt: string, hidden: boolean): Promise<string>
  /** all of standard input, as text */
  input(): Promise<string>
  /** opens the explorer on the terminal until it is left; gives the exit code */
  explore(reference: string): Promise<number>
  /** the engine that answers, as --host and the environment name it */
  engine(): Promise<Engine>
  /** all engines of this machine */
  readonly engines: Engines
  /** the archive of the demo image, which a new store begins with on the screen */
  readonly demo: string
  /** our own store of images, also where nothing is in it yet */
  readonly store: Store
  /** what comes by standard input; null where that is a terminal */
  readonly stdin: Readable | null
  /** reads its layers, all of them or those that are needed */
  load(image: Image, how: {verify: boolean; compare: boolean; needs?: (layer: number) => boolean}): Promise<LoadedImage>
  /** says why an image is as big as it is; `duplicates` reads what might be there twice */
  analyse(loaded: LoadedImage, how: {base: BaseImage; duplicates: boolean}): Promise<Analysis>
  /** how two images differ; `contents` reads what nothing else tells apart */
  compare(
    before: ComparedSide,
    after: ComparedSide,
    how: {quiet: NoiseSwitches; contents: boolean},
  ): Promise<ComparedImages>
  /** what images store more than once, in several layers */
  opportunities(loaded: readonly LoadedImage[]): Promise<readonly NamedOpportunity[]>
  /** which packages differ in a comparison */
  packages(compared: ImageFiles): Promise<readonly PackageDifference[]>
  /** how the contents of two versions differ */
  compareContents(files: ImageFiles, versions: readonly [before: number, after: number]): Promise<ContentComparison>
  readonly now: number
  /** SOURCE_DATE_EPOCH, for results that are the same each time; null where it is not set */
  readonly sourceDateEpoch: string | null
  /** cells of the terminal, null for a pipe */
  readonly columns: number | null
  /** true where standard error is a terminal: progress may be drawn there */
  readonly showsProgress: boolean
  /** where the index cache lies, null where none is used */
  readonly cacheFolder: string | null
  /** bytes it may take */
  readonly cacheLimit: number
  /** findings that the user's own configuration silences */
  readonly silences: readonly Silence[]
  /** what the program takes without a command, beside the common options */
  readonly screenOptions: readonly Option[]
}

export interface Command {
  readonly name: string
  /** a few words behind the name, at most 14 characters, where all commands are listed */
  readonly brief: string
  /** what follows the name, such as 'REF [PATH]' */
  readonly usage: string
  /** one line for the table of commands */
  readonly summary: string
  readonly options: readonly Option[]
  /** what follows its name is somebody else's to understand: all of it is positional */
  readonly passesThrough?: true
  readonly examples: readonly (readonly [command: string, meaning: string])[]
  /** how many positionals it takes */
  readonly positionals: readonly [least: number, most: number]
  /** Does it; gives the exit code. Throws LensErrors. */
  run(given: Given, world: World): Promise<number>
}

/** Exit codes, PRODUCT: 0 done, 1 the answer is no, 2 bad usage or input, 3 engine or registry, 70 our fault, 130 cancelled. */
export const EXIT = {done: 0, no: 1, input: 2, remote: 3, fault: 70, cancelled: 130} as const
