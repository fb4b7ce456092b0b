import type {Readable} from 'node:stream'
import type {Digest} from '../../image/oci/digest.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import type {BlobClaim} from './blob-keeper.ts'

/** A blob to be written somewhere. */
export interface OutgoingBlob extends BlobClaim {
  /** from the first byte on, each time */
  open(): Promise<Readable>
  readonly signal: AbortSignal
  /** bytes that arrived */
  progress(done: number): void
  /** it failed in a way that may pass: told before each repetition which one it is, from 1 on, of how many at most */
  again?(repetition: number, most: number): void
}

/** What became of a blob: it was there, another repository's was taken, or its bytes were sent. */
export type Arrival = 'there' | 'mounted' | 'sent'

/** Where an image can be written, blob by blob and the manifest last: until then nothing leads to what was written. */
export interface Destination {
  /** as a reference that opens it again */
  readonly reference: string
  /** false for a format that has no manifests: an image has an ID there, but no digest */
  readonly keepsManifests: boolean
  /** Throws `digest-mismatch` where the bytes are others; nothing of them can be read then. */
  putBlob(blob: OutgoingBlob): Promise<Arrival>
  /** After all that it names. */
  putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void>
  /** A manifest that an index will name, by its digest alone. Throws `reference-unsupported` where only one image fits. */
  putNested(manifest: RawManifest, signal: AbortSignal): Promise<void>
  /** Gives an image its name that is there already, by its ID; false where it isn't. Nothing else is to be written then. */
  takeExisting?(id: Digest, signal: AbortSignal): Promise<boolean>
  /** Frees what was held for a copy, however that ended. */
  close(): void
}
