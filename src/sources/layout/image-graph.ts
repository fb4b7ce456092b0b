import {verifyBytes} from '../../image/oci/content-digest.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {
  type Descriptor,
  type Index,
  isAttestation,
  type Manifest,
  parseManifestOrIndex,
} from '../../image/oci/manifest.ts'
import {isIndexType, isManifestType} from '../../image/oci/media-type.ts'
import type {Platform} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'

import {artifactFailure, foreignDescriptorFailure} from '../medium/artifact-name.ts'
import {BudgetExceeded, DOCUMENT_LIMIT, type DocumentBudget} from '../medium/document-budget.ts'
import type {BlobReader} from './blob-reader.ts'

/** A manifest that an index leads to, over other indexes or at once. */
export interface FoundManifest {
  readonly descriptor: Descriptor
  /** the entry of the outermost index that led here */
  readonly root: Digest
  readonly rootDescriptor: Descriptor
  /** true where an index stands between */
  readonly nested: boolean
  /** the entry's numbers in the outermost index; several where it lists the same digest under several names */
  readonly positions: readonly number[]
  /** annotations of the entries on the way here, outermost first */
  readonly annotations: readonly Readonly<Record<string, string>>[]
  /** the nearest that an index said */
  readonly platform: Platform | null
  readonly document: {readonly manifest: Manifest; readonly raw: Uint8Array} | null
  /** why there is no document, or why it is no image */
  readonly failure: LensError | null
}

/** Indexes in indexes; deeper ones are refused. */
const MAX_DEPTH = 16
/** Entries over all indexes; more are refused. */
const MAX_ENTRIES = 20_000
/** Entries on the ways to all manifests together: an index that is listed many times names all below it as often. */
const MAX_NAMES = 200_000

/**
 * Follows an index (image-spec image-index.md) to its manifests, in order, attestations left out. What can't be read is given
 * with its failure, so that the rest can be shown. Every document's digest is verified; one that contains itself is visited once.
 */
export async function findManifests(
  index: Index,
  blobs: BlobReader,
  budget: DocumentBudget,
): Promise<readonly FoundManifest[]> {
  const walk = new GraphWalk(blobs, budget)
  const roots = new Map<Digest, {entries: Descriptor[]; positions: number[]}>()
  index.manifests.forEach((descriptor, position) => {
    if (isAttestation(descriptor)) return
    const root = roots.get(descriptor.digest)
    if (root === undefined) roots.set(descriptor.digest, {entries: [descriptor], positions: [position]})
    else {
      root.entries.push(descriptor)
      root.positions.push(position)
    }
  })
  for (const {entries, positions} of roots.values()) {
    const descriptor = entries[0]!
    const annotations = entries.map(entry => entry.annotations)
    await walk.visit(descriptor, {
      root: descriptor.digest,
      rootDescriptor: descriptor,
      positions,
      annotations,
      platform: null,
      depth: 0,
      seen: new Set(),
    })
  }
  return walk.found
}

interface Way {
  readonly root: Digest
  readonly rootDescriptor: Descriptor
  readonly positions: readonly number[]
  readonly annotations: readonly Readonly<Record<string, string>>[]
  readonly platform: Platform | null
  readonly depth: number
  /** digests visited below this root */
  readonly seen: Set<Digest>
}

class GraphWalk {
  readonly found: FoundManifest[] = []
  private readonly blobs: BlobReader
  private readonly budget: DocumentBudget
  private entries = 0
  private names = 0

  constructor(blobs: BlobReader, budget: DocumentBudget) {
    this.blobs = blobs
    this.budget = budget
  }

  async visit(descriptor: Descriptor, way: Way): Promise<void> {
    // Shared parts of a graph are visited once; so a graph that doubles at each level costs no more than its documents.
    if (way.seen.has(descriptor.digest)) return
    way.seen.add(descriptor.digest)
    if (++this.entries > MAX_ENTRIES) throw tooMany(t`The index leads to more than ${MAX_ENTRIES} manifests.`)
    this.names += way.annotations.length
    if (this.names > MAX_NAMES) throw tooMany(t`The index names its manifests more than ${MAX_NAMES} times.`)
    const platform = descriptor.platform ?? way.platform
    try {
      await this.read(descriptor, {...way, platform})
    } catch (thrown) {
      if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
      this.add(descriptor, {...way, platform}, null, thrown)
    }
  }

  private async read(descriptor: Descriptor, way: Way): Promise<void> {
    const {digest, mediaType} = descriptor
    const what = t`The manifest ${digest}`
    if (!isIndexType(mediaType) && !isManifestType(mediaType) && !/^$|\+json$|\/json$/.test(mediaType)) {
      throw foreignDescriptorFailure(mediaType, t`What the index lists`)
    }
    const raw = this.budget.spend(await this.blobs.read(digest, DOCUMENT_LIMIT))
    verifyBytes(raw, digest, what)
    const document = parseManifestOrIndex(raw, what)
    if (document.kind === 'manifest') {
      this.add(descriptor, way, {manifest: document, raw}, artifactFailure(document, what))
      return
    }
    if (way.depth >= MAX_DEPTH) {
      throw new LensError(
        'limit-exceeded',
        t`Indexes are nested more than ${MAX_DEPTH} deep; ${digest} is not followed.`,
        {
          advice: t`No builder nests them so; the image is damaged or made to do harm.`,
        },
      )
    }
    for (const entry of document.manifests) {
      if (isAttestation(entry)) continue
      const annotations = [...way.annotations, entry.annotations]
      await this.visit(entry, {...way, annotations, depth: way.depth + 1})
    }
  }

  private add(descriptor: Descriptor, way: Way, document: FoundManifest['document'], failure: LensError | null): void {
    const {root, rootDescriptor, positions, annotations, platform, depth} = way
    this.found.push({
      descriptor,
      root,
      rootDescriptor,
      nested: depth > 0,
      positions,
      annotations,
      platform,
      document,
      failure,
    })
  }
}

function tooMany(message: string): LensError {
  return new BudgetExceeded('limit-exceeded', message, {
    advice: t`No builder writes so many; the image is damaged or made to do harm.`,
  })
}
