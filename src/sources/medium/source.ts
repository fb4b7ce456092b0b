import type {Context, Image, ImageSummary, Transport} from '../../image/oci/image.ts'
import type {Platform} from '../../image/oci/platform.ts'

export interface OpenOptions {
  readonly context: Context
  /** null or absent: linux on `hostArchitecture`, else the first that is there */
  readonly platform?: Platform | null
  /** in the names of image-spec, such as 'amd64' */
  readonly hostArchitecture: string
  /** several platforms of one image are a choice too, where none is named */
  readonly askPlatform?: boolean
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
  close(): Promise<void>
}
