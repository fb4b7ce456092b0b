import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, ImageSummary, Transport} from '../../image/oci/image.ts'
import type {Platform} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'

export interface OpenOptions {
  readonly context: Context
  /** null or absent: linux on `hostArchitecture`, else the first that is there */
  readonly platform?: Platform | null
  /** in the names of image-spec, such as 'amd64' */
  readonly hostArchitecture: string
  /** several platforms of one image are a choice too, where none is named */
  readonly askPlatform?: boolean
}

/** One image, or several to choose from. */
export type Selection =
  | {readonly kind: 'image'; readonly image: Image}
  | {
      readonly kind: 'choices'
      readonly choices: readonly ImageSummary[]
      /** the one to start at: what a command would have taken */
      readonly preferred: number
      /** what holds them, as a sentence begins with it */
      readonly place: string
      readonly message: string
    }

/** A place where images live. Every medium gives the same Image; what differs is how its manifest, config and blobs are had. */
export interface Source {
  readonly transport: Transport
  /** One summary per image and platform, in the medium's order; attestations and artifacts are left out. */
  list(context: Context): AsyncIterable<ImageSummary>
  /**
   * Opens one image. `selector` is what follows the place in a reference, as typed: '' (the only image there), ':NAME',
   * ':@N' or '@DIGEST'. Throws `not-found`, `reference-ambiguous`, `platform-not-found`, and what reading can throw.
   */
  open(selector: string, options: OpenOptions): Promise<Image>
  /** As `open`, but several images where no name says which are an answer, not an error. */
  select(selector: string, options: OpenOptions): Promise<Selection>
  close(): Promise<void>
}

/** The image that was selected. Throws `reference-ambiguous` where there are several to choose from. */
export function openedOnly(selection: Selection): Image {
  if (selection.kind === 'image') return selection.image
  const advice = t`Add one to the reference: ${selection.choices
    .map(choice => choice.reference)
    .slice(0, 20)
    .join(', ')}.`
  throw new LensError('reference-ambiguous', selection.message, {advice})
}
