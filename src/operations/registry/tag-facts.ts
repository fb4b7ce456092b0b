import type {Digest} from '../../image/oci/digest.ts'
import {type Failure, LensError, toFailure} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {isAttestation, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {isImageConfigType, isManifestType} from '../../image/oci/media-type.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {DOCUMENT_LIMIT} from '../../sources/medium/document-budget.ts'
import {readBlob} from '../../sources/registry/blobs.ts'
import {fetchManifest} from '../../sources/registry/manifests.ts'
import type {Registries} from '../../sources/registry/registries.ts'
import {t} from '../../text/translate.ts'

/** What a tag leads to. */
export interface TagFacts {
  readonly tag: string
  readonly digest: Digest | null
  /** `os/arch[/variant]`; hostile */
  readonly platforms: readonly string[]
  /** bytes of layers and config as stored; of several platforms those of one. Null where it is no image */
  readonly size: number | null
  /** the platform that size and age are of, where there are several; null for one alone. Hostile */
  readonly of: string | null
  /** RFC 3339, as the config says; null for what is no image */
  readonly created: string | null
  /** why nothing could be said */
  readonly failure: Failure | null
}

/**
 * Two round trips to what one tag leads to, three where it is for several platforms: of those the one for `architecture` is looked
 * at, or the first. Failures are facts too; only `cancelled` is thrown, and our own faults.
 */
export async function tagFacts(
  name: RepositoryName,
  tag: string,
  {registries, architecture}: {readonly registries: Registries; readonly architecture: string},
  {signal}: Context,
): Promise<TagFacts> {
  const unknown = {tag, digest: null, platforms: [], size: null, of: null, created: null, failure: null}
  try {
    const client = registries.clientOf(name.host)
    const {raw, digest} = await fetchManifest(client, name, tag, signal)
    const document = parseManifestOrIndex(raw, t`The manifest of ${tag}`)
    const described = async (manifest: Manifest) => {
      const known = {size: storedSize(manifest), created: null, platforms: []}
      if (!isImageConfigType(manifest.config.mediaType)) return known
      const blob = {client, repository: name, ...manifest.config}
      const config = parseImageConfig(await readBlob(blob, DOCUMENT_LIMIT, signal))
      return {...known, platforms: [formatPlatform(config.platform)], created: config.created}
    }
    if (document.kind === 'manifest') return {...unknown, digest, ...(await described(document))}
    const entries = document.manifests.filter(entry => entry.platform !== null && !isAttestation(entry))
    const platforms = entries.map(entry => formatPlatform(entry.platform!))
    const own = entries.find(({platform}) => platform?.os === 'linux' && platform.architecture === architecture)
    const entry = own ?? entries[0]
    if (entry === undefined || !isManifestType(entry.mediaType)) return {...unknown, digest, platforms}
    const fetched = await fetchManifest(client, name, entry.digest, signal)
    const inner = parseManifestOrIndex(fetched.raw, t`The manifest of ${tag}`)
    if (inner.kind === 'index') return {...unknown, digest, platforms}
    const {size, created} = await described(inner)
    return {
      ...unknown,
      digest,
      platforms,
      size,
      created,
      of: platforms.length > 1 ? formatPlatform(entry.platform!) : null,
    }
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    return {...unknown, failure: toFailure(thrown)}
  }
}

function storedSize({config, layers}: Manifest): number {
  return layers.reduce((sum, layer) => sum + layer.size, config.size)
}
