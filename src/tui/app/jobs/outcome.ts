import type {NamedOpportunity} from '../../../image/analysis/sharing/opportunities.ts'
import type {Digest} from '../../../image/oci/digest.ts'

/** What came of a task that was done; each kind of task has its kind of outcome. */
export type Outcome =
  | Extracted
  | Committed
  | CommittedImage
  | Tagged
  | Pushed
  | Pulled
  | Saved
  | Loaded
  | Copied
  | Retagged
  | DeletedRemote
  | Removed
  | RegistryStarted
  | ContentsFound

export interface Committed {
  readonly kind: 'commit'
  /** of the new image */
  readonly id: Digest
  /** leads to it, on the engine that made it */
  readonly reference: string
  readonly name: string | null
}

export interface CommittedImage {
  readonly kind: 'commit-image'
  /** of the new image */
  readonly id: Digest
  readonly name: string
  /** null where no layer was added */
  readonly layer: {readonly added: number; readonly removed: number; readonly size: number} | null
}

export interface Tagged {
  readonly kind: 'tag'
  readonly name: string
}

/** What came of sending or getting an image. */
interface Transferred {
  /** of the manifest; null where the engine did not tell it */
  readonly digest: Digest | null
  /** null where the engine told of none on the way */
  readonly layers: number | null
  /** layers that were there already */
  readonly there: number
  /** layers that the registry took from another repository of its own */
  readonly mounted: number
}

export interface Pushed extends Transferred {
  readonly kind: 'push'
}

export interface Pulled extends Transferred {
  readonly kind: 'pull'
  /** what lists call the image; null where that is not known */
  readonly id: Digest | null
}

export interface Saved {
  readonly kind: 'save'
  /** in full, with `~` for the home folder. Hostile */
  readonly path: string
  readonly bytes: number
}

export interface Loaded {
  readonly kind: 'load'
  /** what the engine says of each image, hostile */
  readonly said: readonly string[]
}

export interface Copied {
  readonly kind: 'copy'
  /** as a reference that opens it */
  readonly reference: string
  /** the manifest is the same, byte for byte */
  readonly keepsDigest: boolean
}

export interface Retagged {
  readonly kind: 'retag'
}

export interface DeletedRemote {
  readonly kind: 'delete-remote'
}

/** What was written to the disk, and where to. */
export interface Extracted {
  readonly kind: 'extract'
  /** in full, with `~` for the home folder. Hostile */
  readonly directory: string
  readonly extraction: Extraction
}

/** What came of taking files out of the image; the shape of operations' ExtractResult. */
export interface Extraction {
  readonly files: number
  readonly folders: number
  readonly links: number
  /** bytes of contents */
  readonly bytes: number
  /** what could not be written, the first of them */
  readonly failures: readonly {readonly path: string; readonly message: string}[]
  readonly failureCount: number
  /** paths that are there, but whose mode, time or owner the disk did not take */
  readonly attributesLost: number
}

export interface Removed {
  readonly kind: 'remove'
  /** names that are gone */
  readonly untagged: number
  /** images and layers of them that are gone */
  readonly deleted: number
  /** what could not be removed, and why; hostile */
  readonly stays?: readonly {readonly name: string; readonly reason: string}[]
  /** bytes by which the layers of the engine or the store are less than before; null where it would not say */
  readonly freed: number | null
}

export interface ContentsFound {
  readonly kind: 'contents'
  /** references of the images that were read */
  readonly images: readonly string[]
  /** the largest saving first */
  readonly found: readonly NamedOpportunity[]
}

export interface RegistryStarted {
  readonly kind: 'registry'
  /** of its container */
  readonly container: string
}
