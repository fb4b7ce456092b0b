import type {Image, ImageSummary, Progress} from '../../image/oci/image.ts'
import type {IndexEvent} from '../../operations/index-image.ts'

/** What the screen needs of the world; main wires it to the operations, tests to what they like. */
export interface Ports {
  /** Finds what a reference means; tells how far it is where that takes time. Rejects with LensErrors, and when `signal` aborts. */
  openReference(reference: string, signal: AbortSignal, progress: (progress: Progress) => void): Promise<Opened>
  /**
   * Reads the layers of an image and tells of them. Resolves when all is told; a layer that can't be read is an event.
   * Rejects when `signal` aborts. `selectedLayer` is the one to read first, asked each time another is begun.
   */
  indexImage(image: Image, options: IndexingOptions): Promise<void>
  /** milliseconds since 1970 */
  now(): number
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
