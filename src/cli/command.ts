import type {Image} from '../image/oci/image.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import type {Resolved} from '../sources/resolve.ts'

/** An option of the command line. */
export interface Option {
  /** `--name` */
  readonly name: string
  /** what follows it, such as 'N'; absent for a switch */
  readonly value?: string
  /** `-o` for `--output`: one letter */
  readonly short?: string
  readonly help: string
}

/** What was given on the command line, checked against the command's table. */
export interface Given {
  readonly positionals: readonly string[]
  /** the value of an option, null where it was not given */
  value(name: string): string | null
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
  /** reads its layers */
  load(image: Image, how: {verify: boolean; compare: boolean}): Promise<LoadedImage>
  readonly now: number
  /** cells of the terminal, null for a pipe */
  readonly columns: number | null
  /** true where standard error is a terminal: progress may be drawn there */
  readonly showsProgress: boolean
  /** where the index cache lies, null where none is used */
  readonly cacheFolder: string | null
}

export interface Command {
  readonly name: string
  /** what follows the name, such as 'REF [PATH]' */
  readonly usage: string
  /** one line for the table of commands */
  readonly summary: string
  readonly options: readonly Option[]
  readonly examples: readonly (readonly [command: string, meaning: string])[]
  /** how many positionals it takes */
  readonly positionals: readonly [least: number, most: number]
  /** Does it; gives the exit code. Throws LensErrors. */
  run(given: Given, world: World): Promise<number>
}

/** Exit codes, PRODUCT: 0 done, 1 the answer is no, 2 bad usage or input, 3 engine or registry, 70 our fault, 130 cancelled. */
export const EXIT = {done: 0, no: 1, input: 2, remote: 3, fault: 70, cancelled: 130} as const
