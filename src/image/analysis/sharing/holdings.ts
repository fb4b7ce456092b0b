/**
 * What images, containers and tags hold of layers, as whoever keeps them tells it. All of it is plain data; names and
 * instructions are hostile.
 */
export interface Holdings {
  /**
   * What makes two layers one on disk. `chain`: the same diffID on the same layers below, as engines keep them. `blob`: the
   * same digest wherever it stands, as stores, registries and archives do.
   */
  readonly sharedBy: 'chain' | 'blob'
  /**
   * Docker with containerd's image store: it keeps every layer packed as well, which the bytes here leave out, and lets go of an
   * image though others were built on it. Absent everywhere else.
   */
  readonly containerdStore?: true
  readonly images: readonly HoldingImage[]
  readonly containers: readonly HoldingContainer[]
}

/** A layer as an image holds it. */
export interface HeldLayer {
  /** diffID for `chain`, the blob's digest for `blob`; null where nobody knows: such a layer is shared with none */
  readonly digest: string | null
  /** the digest of its tar, however that is stored; absent where nobody asks, null where nobody knows */
  readonly diffId?: string | null
  /** the engine's own figure for `chain`, bytes as stored for `blob`; null where it is not known */
  readonly bytes: number | null
  /** the step that left it, as its history tells; null where it doesn't */
  readonly createdBy: string | null
}

/** An image by what it holds. */
export interface HoldingImage {
  /** tells it from all others here: an engine's image ID, else the reference that opens it */
  readonly key: string
  /** none for a dangling image */
  readonly tags: readonly string[]
  /** base first */
  readonly layers: readonly HeldLayer[]
  /** key of the image that it was built on step by step, where the engine keeps that; null elsewhere */
  readonly parent: string | null
  /** false for an untagged parent: engines leave it out of their lists, and of what they count as shared */
  readonly listed: boolean
}

/** A container, which holds its image and all layers of that. */
export interface HoldingContainer {
  readonly id: string
  /** its name; its short ID where it has none */
  readonly name: string
  /** key of its image; an image that is not here any more is simply not found */
  readonly image: string | null
  readonly running: boolean
}
