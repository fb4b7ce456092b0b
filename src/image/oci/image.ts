import type {Readable} from 'node:stream'
import type {Digest} from './digest.ts'
import type {LensError} from './error.ts'
import type {HistoryEntry, ImageConfig} from './image-config.ts'
import type {Descriptor} from './manifest.ts'
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

/** How far a long action is. */
export interface Progress {
  readonly label: string
  /** bytes */
  readonly done: number
  /** bytes; absent where it is not known */
  readonly total?: number
  /** bytes that came from elsewhere for it so far; absent where none had to */
  readonly fetched?: number
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
  /** where the blob lies on disk; may come to be there by `bring` */
  readonly region?: Region | undefined
  /** bytes of the blob, where they are known before it is read */
  readonly size?: number
  /**
   * Of a blob that is elsewhere: puts all of it on disk, verified, once; `region` is there afterwards. False where there is
   * no room for it, and it can only flow by. Progress counts the bytes that came.
   */
  bring?(context: Context): Promise<boolean>
  /** Of a blob that is elsewhere: its bytes from `offset` on, not verified; `length` of them at least where it has so many. */
  openAt?(offset: number, length: number, context: Context): Promise<Readable>
  /** of a blob that is elsewhere: bytes that came from there so far, by whatever was asked */
  readonly fetched?: number
  /** digest of the table that `fetchTable` gives, where the manifest names one */
  readonly table?: Digest | undefined
  /** Of a blob that is elsewhere: its own table of contents, not looked into; null where it has none or can't give it alone. */
  fetchTable?(context: Context): Promise<BlobTable | null>
  /** where one layer costs as much as all: what gives them together. The same object in each layer that it brings */
  readonly bundle?: LayerBundle
}

/** A table of contents that a layer's blob ends in, packed as it lies there. */
export interface BlobTable {
  readonly format: 'zstd-chunked' | 'estargz'
  /** as the manifest says, of what each format takes it of */
  readonly digest: Digest
  readonly bytes: Uint8Array
  /** where it starts in the blob, bytes: contents end before */
  readonly offset: number
}

/** What gives several layers in one stream, such as an engine's export. */
export interface LayerBundle {
  /** bytes that will flow, as far as they can be foreseen */
  readonly size: number
  /**
   * The blobs in the order of the stream, which is not that of the layers: what a blob is follows from its digest, or, at the
   * end, from the order. Leaving the loop ends the export. `keeps`: the stream may be kept on disk, where there is room; its
   * blobs can then be looked at in their place, and each layer's `region` is there once the order came. Progress counts the
   * bytes that came, where they are kept. Throws `engine-lost`, `tar-damaged`, `cancelled`.
   */
  read(context: Context, keeps?: boolean): AsyncIterable<BundleItem>
  /**
   * A regular file of the tree that the image shows in the end, had without any layer; null where that can't be done.
   * `path` has no leading slash. Throws as `read`.
   */
  file(path: string, size: number, context: Context): Promise<Readable | null>
}

/** What comes in a bundle's stream, one after the other. */
export type BundleItem =
  | {
      readonly kind: 'blob'
      readonly name: string
      /** bytes as they flow */
      readonly size: number
      /** read it before the next item is asked for, or leave it: it is then passed over */
      readonly chunks: AsyncIterable<Uint8Array>
      /** where it lies as long as the loop runs, for a stream that is kept: it need not be read by `chunks` */
      readonly region?: Region
    }
  /** a stream that is kept broke: what came of it lies where it did until the loop is left. The last item */
  | {readonly kind: 'broken'; readonly failure: LensError}
  /** there was no room to keep the stream: all blobs come once more, and none lies on disk any more */
  | {readonly kind: 'anew'}
  /** names of the blobs of the image's layers, base first: the last item */
  | {readonly kind: 'order'; readonly names: readonly string[]}

/** One layer of an image, as the image tells of it: nothing of its bytes was looked at. */
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
  /**
   * what the engine that keeps it calls its ID, where that is not the config's digest: containerd's store goes by manifests and
   * indexes
   */
  readonly heldAs?: Digest
  /** digest of this platform's manifest, where the format has one */
  readonly digest: Digest | null
  /** the one that it was asked for by comes first */
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
  /** what its name leads to, with all platforms; absent where the format knows one only */
  readonly whole?: WholeImage
  /**
   * The same image as bytes, where its place only describes it: with the config and the layers as they are exported. Throws
   * what the export throws.
   */
  exported?(context: Context): Promise<Image>
}

/** A manifest in its exact bytes. */
export interface RawManifest {
  readonly raw: Uint8Array
  readonly digest: Digest
  readonly mediaType: string
}

/** An index, or the manifest of an image that is there for one platform, with the way to all that it leads to. */
export interface WholeImage {
  /** what the name leads to, verified */
  root(context: Context): Promise<RawManifest>
  /** a manifest or index that another names, verified. Throws `blob-missing` where it never came along */
  manifest(descriptor: Descriptor, context: Context): Promise<Uint8Array>
  blob(descriptor: Descriptor, context: Context): Promise<Readable>
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
