import {t} from '../../text/translate.ts'
import {type Digest, parseDigest} from './digest.ts'
import {LensError} from './error.ts'
import {JsonReader} from './json.ts'
import {isIndexType} from './media-type.ts'
import type {Platform} from './platform.ts'

/** More layers are refused; engines stop at 127. Trees count layers in 16 bits. */
export const MOST_LAYERS = 10_000

/** image-spec descriptor.md. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  /** bytes */
  readonly size: number
  readonly platform: Platform | null
  readonly annotations: Readonly<Record<string, string>>
  readonly artifactType: string | null
  /** where else the content may be had; of no use to anyone but for foreign layers */
  readonly urls: readonly string[]
}

/** image-spec manifest.md; Docker's schema 2 has the same shape. */
export interface Manifest {
  readonly kind: 'manifest'
  readonly mediaType: string | null
  readonly artifactType: string | null
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

/** image-spec image-index.md; Docker's manifest list has the same shape. */
export interface Index {
  readonly kind: 'index'
  readonly mediaType: string | null
  readonly manifests: readonly Descriptor[]
  readonly annotations: Readonly<Record<string, string>>
}

/** Parses a descriptor. `where` names its place in the document. */
export function parseDescriptor(read: JsonReader, value: unknown, where: string): Descriptor {
  const item = read.object(value, where)
  const platform = read.optionalObject(item.platform, where, 'platform')
  const place = platform === null ? '' : `${where}.platform`
  return {
    mediaType: read.optionalString(item.mediaType, where, 'mediaType') ?? '',
    digest: parseDigest(item.digest),
    size: read.size(item.size, where, 'size'),
    platform: platform && {
      os: read.optionalString(platform.os, place, 'os') ?? 'unknown',
      architecture: read.optionalString(platform.architecture, place, 'architecture') ?? 'unknown',
      variant: read.optionalString(platform.variant, place, 'variant') || null,
    },
    annotations: read.stringMap(item.annotations, where, 'annotations'),
    artifactType: read.optionalString(item.artifactType, where, 'artifactType'),
    urls: read.strings(item.urls, where, 'urls'),
  }
}

/**
 * Parses an index or a manifest, whichever it is: told by its media type, else by its fields. `what` names it in errors.
 * Throws `manifest-malformed`, `digest-malformed` or `limit-exceeded`.
 */
export function parseManifestOrIndex(bytes: Uint8Array, what: string): Manifest | Index {
  const read = new JsonReader(what, 'manifest-malformed')
  const root = read.object(read.parse(bytes), '')
  const mediaType = read.optionalString(root.mediaType, 'mediaType')
  const annotations = read.stringMap(root.annotations, 'annotations')
  if (root.schemaVersion === 1 && root.fsLayers !== undefined) throw firstFormat(what)
  if (isIndexType(mediaType) || (root.manifests !== undefined && root.config === undefined)) {
    const manifests = read.optionalArray(root.manifests, 'manifests')
    return {
      kind: 'index',
      mediaType,
      manifests: manifests.map((item, i) => parseDescriptor(read, item, `manifests[${i}]`)),
      annotations,
    }
  }
  const layers = read.optionalArray(root.layers, 'layers')
  if (layers.length > MOST_LAYERS) {
    throw new LensError(
      'limit-exceeded',
      t`${what} lists ${layers.length} layers; more than ${MOST_LAYERS} are not read.`,
      {
        advice: t`No engine makes so many; the image is damaged or made to do harm.`,
      },
    )
  }
  return {
    kind: 'manifest',
    mediaType,
    artifactType: read.optionalString(root.artifactType, 'artifactType'),
    config: parseDescriptor(read, root.config, 'config'),
    layers: layers.map((item, i) => parseDescriptor(read, item, `layers[${i}]`)),
    annotations,
  }
}

/** Docker's first manifest format, before 2016: it has no config, and its layers come top first. */
function firstFormat(what: string): LensError {
  return new LensError(
    'manifest-malformed',
    t`${what} is written in Docker's first format (schema 1), which nobody writes any more.`,
    {
      advice: t`Let skopeo write it anew: skopeo copy --format v2s2 SOURCE docker-archive:image.tar`,
    },
  )
}

/** An attestation (provenance, SBOM) that BuildKit puts beside the images of an index; never offered as a platform. */
export function isAttestation(descriptor: Descriptor): boolean {
  return (
    descriptor.annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (descriptor.platform?.os === 'unknown' && descriptor.platform.architecture === 'unknown')
  )
}
