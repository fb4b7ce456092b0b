import type {Readable} from 'node:stream'
import type {Digest} from './digest.ts'
import type {HistoryEntry, ImageConfig} from './image-config.ts'
import type {Platform} from './platform.ts'

/** containers-transports(5), and the embedded store and containers beside it. */
export type Transport =
  | 'docker-archive'
  | 'oci-archive'
  | 'oci'
  | 'dir'
  | 'docker-daemon'
  | 'podman'
  | 'docker'
  | 'store'
  | 'container'

/** What every long action is given: when to stop, and where to say how far it is. */
export interface Context {
  readonly signal: AbortSignal
  progress(progress: Progress): void
}

export interface Progress {
  readonly label: string
  /** bytes */
  readonly done: number
  /** bytes; absent where it is not known */
  readonly total?: number
}

/** A run of bytes of a file on disk. Any thread may read it; it may hold a plain or a compressed tar. */
export interface Region {
  readonly path: string
  /** bytes from the start of the file */
  readonly offset: number
  /** bytes */
  readonly size: number
}

/** How to get at a layer's bytes. Streams are never kept: each call opens a fresh one. */
export interface LayerContent {
  open(context: Context): Promise<Readable>
  readonly region?: Region
}

export interface Layer {
  /** 0 is the base */
  readonly index: number
  /** digest of the uncompressed tar, claimed by the config; null where the config does not say */
  readonly diffId: Digest | null
  /** digest of the blob as stored, claimed by the manifest; null where the format has none */
  readonly digest: Digest | null
  readonly mediaType: string
  /** bytes of the blob as stored, null for a blob that is stored plain or where it is not known */
  readonly compressedSize: number | null
  readonly history: HistoryEntry | null
  /** null: the blob is not here; `missing` says why, in a sentence */
  readonly content: LayerContent | null
  readonly missing: string | null
}

/** One image of one platform, as every source gives it. Nothing of its layers has been read yet. */
export interface Image {
  readonly transport: Transport
  /** as the user would write it to get this image again */
  readonly reference: string
  /** digest of the config */
  readonly id: Digest | null
  /** digest of this platform's manifest, where the format has one */
  readonly digest: Digest | null
  readonly tags: readonly string[]
  readonly mediaType: string
  readonly annotations: Readonly<Record<string, string>>
  readonly platform: Platform
  readonly rawManifest: Uint8Array
  readonly rawConfig: Uint8Array
  readonly config: ImageConfig
  /** base first */
  readonly layers: readonly Layer[]
  readonly warnings: readonly string[]
}

/** One line of a source's list: enough to choose by. */
export interface ImageSummary {
  /** opens exactly this one, wherever it is typed: transport, place and all */
  readonly reference: string
  readonly tags: readonly string[]
  readonly id: Digest | null
  readonly platform: Platform | null
  readonly created: string | null
  readonly layerCount: number | null
  /** bytes of the layers as stored, null where not known */
  readonly storedSize: number | null
  /** why it can't be opened, in a sentence; absent where nothing speaks against it */
  readonly problem?: string
}
