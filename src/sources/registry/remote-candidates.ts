import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Image, WholeImage} from '../../image/oci/image.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {type Descriptor, isAttestation, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {isIndexType, isManifestType, MEDIA_TYPE} from '../../image/oci/media-type.ts'
import type {Platform} from '../../image/oci/platform.ts'
import {familiarRepository, formatRemoteName, manifestReference, type RemoteName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {artifactFailure, foreignDescriptorFailure, onlyAttestationsFailure} from '../medium/artifact-name.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import type {BlobKeeper} from '../medium/blob-keeper.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import type {ImageCandidate} from '../medium/image-candidate.ts'
import {openRange, readBlob} from './blobs.ts'
import {type FetchedManifest, fetchManifest} from './manifests.ts'
import type {RegistryClient} from './registry-client.ts'
import {remoteLayer} from './remote-layer.ts'

export interface RemotePlace {
  readonly client: RegistryClient
  readonly name: RemoteName
  readonly keeper: BlobKeeper | null
}

/** Indexes in indexes; deeper ones are refused. */
const MAX_DEPTH = 4
/** Entries of all indexes; more are refused. */
const MAX_ENTRIES = 2000

/**
 * The images that a tag or digest leads to: one, or one for each platform of its index. Of those only what the index says is
 * known until one is opened: three round trips to an image, with those for its manifest and its config. Throws `not-an-image`
 * and what fetching throws.
 */
export async function remoteCandidates(place: RemotePlace, signal: AbortSignal): Promise<readonly ImageCandidate[]> {
  const {client, name} = place
  const root = await fetchManifest(client, name, manifestReference(name), signal)
  const found = await new Expansion(place, root, signal).expand(root)
  if (found.length === 0) throw onlyAttestationsFailure()
  return found
}

class Expansion {
  private readonly place: RemotePlace
  private readonly root: FetchedManifest
  private readonly signal: AbortSignal
  private readonly seen = new Set<Digest>()

  constructor(place: RemotePlace, root: FetchedManifest, signal: AbortSignal) {
    this.place = place
    this.root = root
    this.signal = signal
  }

  async expand(fetched: FetchedManifest, described: Descriptor | null = null, depth = 0): Promise<ImageCandidate[]> {
    const document = parseManifestOrIndex(fetched.raw, t`The manifest of ${formatRemoteName(this.place.name)}`)
    if (document.kind === 'manifest') {
      return [this.candidate(described, fetched.digest, async () => fetched)]
    }
    if (depth > MAX_DEPTH) throw tooMany(t`Its indexes are nested more than ${MAX_DEPTH} deep.`)
    const found: ImageCandidate[] = []
    for (const entry of document.manifests) {
      if (isAttestation(entry) || this.seen.has(entry.digest)) continue
      this.seen.add(entry.digest)
      if (this.seen.size > MAX_ENTRIES) throw tooMany(t`Its index leads to more than ${MAX_ENTRIES} manifests.`)
      found.push(...(await this.entry(entry, depth)))
    }
    return found
  }

  private async entry(entry: Descriptor, depth: number): Promise<ImageCandidate[]> {
    const {client, name} = this.place
    const fetch = () => fetchManifest(client, name, entry.digest, this.signal)
    // Only an index has to be looked into; of the rest the platform is known, or there is no other to choose.
    if (isIndexType(entry.mediaType)) return this.expand(await fetch(), entry, depth + 1)
    return [this.candidate(entry, entry.digest, fetch)]
  }

  private candidate(
    described: Descriptor | null,
    digest: Digest,
    fetch: () => Promise<FetchedManifest>,
  ): ImageCandidate {
    const mediaType = described?.mediaType ?? ''
    const foreign = mediaType !== '' && !isManifestType(mediaType) && !/json$/.test(mediaType)
    return {
      positions: [],
      tags: tagsOf(this.place.name),
      names: [],
      digests: [digest, this.root.digest],
      id: null,
      digest,
      platform: described?.platform ?? null,
      group: this.root.digest,
      created: null,
      layerCount: null,
      storedSize: null,
      failure: foreign ? foreignDescriptorFailure(mediaType, t`What the index lists`) : null,
      absent: false,
      open: async reference => this.open(reference, await fetch(), described?.platform ?? null),
    }
  }

  private async open(
    reference: string,
    {raw, digest, mediaType}: FetchedManifest,
    platform: Platform | null,
  ): Promise<Image> {
    const {client, name, keeper} = this.place
    const what = t`The manifest of ${formatRemoteName(name)}`
    const manifest = parseManifestOrIndex(raw, what)
    if (manifest.kind === 'index')
      throw new LensError('manifest-malformed', t`${what} is an index where an image should be.`)
    const failure = artifactFailure(manifest, formatRemoteName(name))
    if (failure !== null) throw failure
    const place = {client, repository: name}
    const rawConfig = await this.readConfig(manifest)
    return assembleImage({
      transport: 'docker',
      reference,
      id: manifest.config.digest,
      digest,
      tags: tagsOf(name),
      mediaType: manifest.mediaType ?? (mediaType || MEDIA_TYPE.ociManifest),
      annotations: manifest.annotations,
      platform,
      rawManifest: raw,
      rawConfig,
      config: parseImageConfig(rawConfig),
      layers: manifest.layers.map(layer => remoteLayer(layer, place, keeper)),
      warnings: [],
      whole: this.whole(),
    })
  }

  private whole(): WholeImage {
    const {client, name} = this.place
    const {raw, digest, mediaType} = this.root
    const type = parseManifestOrIndex(raw, t`The manifest of ${formatRemoteName(name)}`).mediaType ?? mediaType
    return {
      root: async () => ({raw, digest, mediaType: type}),
      manifest: async (descriptor, {signal}) => (await fetchManifest(client, name, descriptor.digest, signal)).raw,
      // Not verified here: whoever takes a blob hashes it.
      blob: async ({digest, size}, {signal}) => openRange({client, repository: name, digest, size}, 0, size, signal),
    }
  }

  private readConfig({config}: Manifest): Promise<Uint8Array> {
    const {client, name} = this.place
    const {digest, size} = config
    return readBlob({client, repository: name, digest, size}, DOCUMENT_LIMIT, this.signal)
  }
}

/** As docker lists it: with its repository. */
function tagsOf(name: RemoteName): readonly string[] {
  return name.tag === null ? [] : [`${familiarRepository(name)}:${name.tag}`]
}

function tooMany(message: string): LensError {
  return new LensError('limit-exceeded', message, {
    advice: t`No builder writes them so; the image is damaged or made to do harm. Name one by its digest: HOST/REPO@DIGEST`,
  })
}
