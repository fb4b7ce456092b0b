import {verifyBytes} from '../../image/oci/content-digest.ts'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {type Descriptor, type Index, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {isIndexType, isManifestType} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'
import type {IndexEntry} from '../layout/index-document.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import type {Store} from './store.ts'

/** What an entry of the list needs, itself included. */
export interface Reach {
  readonly digests: ReadonlySet<Digest>
  /** the manifest it refers to, such as a signature's image; null for what stands by itself */
  readonly subject: Digest | null
}

/** Reads what manifests and indexes lead to, each once. */
export class Reachability {
  private readonly store: Store
  private readonly known = new Map<Digest, Reach>()

  constructor(store: Store) {
    this.store = store
  }

  /**
   * What a list holds together. An entry without a name that refers to another manifest is held by that one: when the image is
   * gone, so is its signature. Throws `blob-missing` and what reading throws where nobody can say what an entry needs.
   */
  async ofList(entries: readonly IndexEntry[]): Promise<ReadonlySet<Digest>> {
    const held = new Set<Digest>()
    let waiting: Reach[] = []
    for (const entry of entries) {
      const reach = await this.of(entry)
      if (entry.tag === null && reach.subject !== null) waiting.push(reach)
      else for (const digest of reach.digests) held.add(digest)
    }
    for (let before = -1; before !== waiting.length; ) {
      before = waiting.length
      waiting = waiting.filter(({subject, digests}) => {
        if (!held.has(subject!)) return true
        for (const digest of digests) held.add(digest)
        return false
      })
    }
    return held
  }

  /** Throws where the entry's own manifest, or one it leads to that is there, can't be believed. */
  async of({digest, mediaType}: Pick<IndexEntry, 'digest' | 'mediaType'>): Promise<Reach> {
    const known = this.known.get(digest)
    if (known !== undefined) return known
    const digests = new Set<Digest>()
    const root = await this.read(digest)
    const reach = {digests, subject: root.subject}
    digests.add(digest)
    await this.collect(root.document, digests, isIndexType(mediaType) ? 0 : 1)
    this.known.set(digest, reach)
    return reach
  }

  private async collect(document: Manifest | Index, into: Set<Digest>, depth: number): Promise<void> {
    if (document.kind === 'manifest') {
      for (const {digest} of [document.config, ...document.layers]) into.add(digest)
      return
    }
    for (const entry of document.manifests) {
      if (into.has(entry.digest)) continue
      into.add(entry.digest)
      // Of several platforms often only one was fetched.
      if (!isDocument(entry) || this.store.sizeOf(entry.digest) === null || depth > MAX_DEPTH) continue
      await this.collect((await this.read(entry.digest)).document, into, depth + 1)
    }
  }

  private async read(digest: Digest): Promise<{document: Manifest | Index; subject: Digest | null}> {
    const what = t`The manifest ${digest}`
    const raw = await this.store.blobs.read(digest, DOCUMENT_LIMIT)
    verifyBytes(raw, digest, what)
    return {document: parseManifestOrIndex(raw, what), subject: subjectOf(raw)}
  }
}

/** Indexes in indexes; readers refuse deeper ones too. */
const MAX_DEPTH = 16

function isDocument({mediaType}: Descriptor): boolean {
  return mediaType === '' || isIndexType(mediaType) || isManifestType(mediaType)
}

/** image-spec manifest.md, `subject`: a manifest that this one says something about. */
function subjectOf(raw: Uint8Array): Digest | null {
  const {subject} = JSON.parse(Buffer.from(raw).toString('utf8')) as {subject?: {digest?: unknown}}
  const digest = subject?.digest
  return isDigest(digest) ? digest : null
}

/** Says why nothing is collected. */
export function unknowable(cause: unknown, names: string): unknown {
  if (!(cause instanceof LensError) || cause.kind === 'cancelled') return cause
  return new LensError(
    cause.kind,
    t`Nothing was collected from the store: what ${names} needs can't be told. ${cause.message}`,
    {
      cause,
      advice: t`Pull it again, or remove it: layerlens rm store:${names}`,
    },
  )
}
