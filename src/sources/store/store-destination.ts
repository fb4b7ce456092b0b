import {readFileSync} from 'node:fs'
import {digestOf} from '../../image/oci/content-digest.ts'
import {type Digest, digestAlgorithm} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {t} from '../../text/translate.ts'
import {entryOf, type IndexDocument, withoutName} from '../layout/index-document.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import type {Store} from './store.ts'
import {isNamed, nameAnnotations, type StoreName} from './store-name.ts'
import {wholeImages} from './whole-images.ts'
import {OwnMark} from './writer-mark.ts'

/** An image of the store, written or replaced. What had its name before keeps its place in the list, without a name. */
export class StoreDestination implements Destination {
  readonly keepsManifests = true
  private readonly store: Store
  private readonly name: StoreName | null
  private readonly mark: OwnMark
  private readonly what: string
  private readonly takesKnown: boolean
  /** of the image, once it is there */
  private digest: Digest | null = null

  /**
   * `name`: null for an image that is only known by its digest. `takesKnown`: an image that the store holds stays as it is, with
   * its manifest, and only gets the name: for what comes without a manifest of its own, or whose manifest nobody asked for.
   */
  constructor(store: Store, name: StoreName | null, {takesKnown = false}: {readonly takesKnown?: boolean} = {}) {
    this.store = store
    this.takesKnown = takesKnown
    this.name = name
    this.what = t`writing ${name ?? t`an image`}`
    this.mark = new OwnMark(store.marksFolder, this.what)
  }

  get reference(): string {
    return `store:${this.name ?? this.digest ?? ''}`
  }

  async takeExisting(id: Digest, signal: AbortSignal): Promise<boolean> {
    if (!this.takesKnown || !this.store.exists) return false
    const {name} = this
    return this.store.locked(this.what, signal, async () => {
      const known = await wholeImages(this.store, id, layer => this.isThere(layer.digest, layer.size))
      const named = name === null ? undefined : known.find(({tags}) => tags.some(tag => isNamed(tag, name)))
      const found = named ?? known[0]
      if (found === undefined) return false
      const {manifest} = found
      this.digest = manifest.digest
      if (named === undefined && name !== null) {
        await this.store.writeIndex(withImage(this.store.readIndex(), manifest, name), signal)
      }
      return true
    })
  }

  async putBlob(blob: OutgoingBlob): Promise<Arrival> {
    const {digest, size, signal, progress} = blob
    await this.store.locked(this.what, signal, async () => this.mark.claim(digest))
    if (this.isThere(digest, size)) {
      progress(size)
      return 'there'
    }
    await this.store.writeBlob(blob)
    return 'sent'
  }

  async putNested(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    await this.store.locked(this.what, signal, async () => {
      this.mark.claim(manifest.digest)
      await this.writeManifest(manifest, signal)
    })
  }

  async putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    await this.store.locked(this.what, signal, async () => {
      const index = this.store.readIndex()
      this.requireAll(manifest)
      this.mark.claim(manifest.digest)
      await this.writeManifest(manifest, signal)
      await this.store.writeIndex(withImage(index, manifest, this.name), signal)
      this.digest = manifest.digest
    })
  }

  close(): void {
    this.mark.drop()
  }

  /** One that somebody damaged is written anew; of a large one only the size tells, reading it would take too long. */
  private isThere(digest: Digest, size: number): boolean {
    if (this.store.sizeOf(digest) !== size) return false
    if (size > SMALL) return true
    const bytes = readFileSync(this.store.blobPath(digest))
    return digestOf(bytes, digestAlgorithm(digest)) === digest
  }

  private async writeManifest({raw, digest}: RawManifest, signal: AbortSignal): Promise<void> {
    await this.store.write(this.store.blobPath(digest), raw, signal)
  }

  /** Nobody else should have removed any of it; a list must not lead to less than all. */
  private requireAll({raw}: RawManifest): void {
    const document = parseManifestOrIndex(raw, t`the manifest`)
    const needed = document.kind === 'index' ? document.manifests : [document.config, ...document.layers]
    const gone = needed.find(({digest, size, urls}) => urls.length === 0 && this.store.sizeOf(digest) !== size)
    if (gone === undefined) return
    throw new LensError(
      'blob-missing',
      t`The blob ${gone.digest} was removed from the store while it was written to.`,
      {
        advice: t`Another program removes from it; try again.`,
      },
    )
  }
}

/** Bytes that are read in no time. */
const SMALL = 1 << 20

/** A list with an image under a name. The one that had the name stays, nameless, until somebody removes it. */
export function withImage(
  index: IndexDocument,
  {digest, mediaType, raw}: RawManifest,
  name: StoreName | null,
): IndexDocument {
  const entry = entryOf({digest, mediaType, size: raw.length}, name === null ? {} : nameAnnotations(name))
  const others = index.entries.flatMap(other => {
    if (name !== null && isNamed(other.tag, name)) return other.digest === digest ? [] : [withoutName(other)]
    return [other]
  })
  return {...index, entries: settled([...others, entry])}
}

/** Without nameless entries of what has a name, and without the second of two alike. */
export function settled(entries: IndexDocument['entries']): IndexDocument['entries'] {
  const named = new Set(entries.filter(({tag}) => tag !== null).map(({digest}) => digest))
  const seen = new Set<string>()
  return entries.filter(({digest, tag}) => {
    const key = `${digest} ${tag ?? ''}`
    if ((tag === null && named.has(digest)) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
