import {digestOf} from '../../image/oci/content-digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, Layer, RawManifest} from '../../image/oci/image.ts'
import {type Descriptor, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import type {BlobClaim} from '../../sources/medium/blob-keeper.ts'
import {t} from '../../text/translate.ts'
import {LAYER_TYPE, type LayerCompression} from './compressor.ts'
import {packedLayer} from './packed-layer.ts'
import {inMemory, type PreparedBlob} from './prepared-blob.ts'

/** An image as blobs and a manifest in its exact bytes, ready to be written elsewhere. */
export interface Outgoing {
  readonly config: PreparedBlob
  /** base first; each is prepared when it is asked for */
  readonly layers: readonly ((context: Context) => Promise<PreparedBlob>)[]
  /** true where the manifest, and so the image's digest, stays as it was */
  readonly keepsDigest: boolean
  /** the manifest of these layers */
  manifest(layers: readonly BlobClaim[]): RawManifest
}

/**
 * What an image consists of when it leaves. An image with a manifest of blobs keeps it, byte for byte, unless `compress` wants
 * its layers otherwise; of one without (a docker-archive) the layers are packed, and a new manifest is made. The config, and so
 * the image's ID, always stays. Throws `blob-missing` for an incomplete one, `reference-unsupported` for one that has no diffIDs.
 */
export function outgoing(image: Image, compress: LayerCompression | null = null): Outgoing {
  const missing = image.layers.find(layer => layer.content === null)
  if (missing !== undefined) {
    throw new LensError(
      'blob-missing',
      t`Layer ${missing.index} can't be copied: ${missing.missing ?? t`it is not here.`}`,
      {
        advice: t`The image is incomplete; fetch or write it again.`,
      },
    )
  }
  const kept = keptManifest(image)
  if (kept === null && image.config.diffIds.length === 0 && image.layers.length > 0) {
    throw new LensError(
      'reference-unsupported',
      t`The config of this image does not name its layers, as Docker before 1.10 wrote it: nothing could unpack a copy.`,
      {advice: t`Let an engine write a new one: docker load -i FILE; then copy it from there.`},
    )
  }
  const stays = (layer: Layer) => kept !== null && (compress === null || compressionOf(layer) === compress)
  if (kept === null || !image.layers.every(stays)) return repacked(image, kept, compress ?? 'gzip', stays)
  const {rawConfig, rawManifest, mediaType, digest, layers} = image
  return {
    config: inMemory(rawConfig, kept.config.digest),
    layers: layers.map((layer, i) => async () => asItIs(layer, kept.layers[i]!)),
    keepsDigest: true,
    manifest: () => ({raw: rawManifest, digest: digest!, mediaType}),
  }
}

function keptManifest({digest, rawManifest, layers}: Image): Manifest | null {
  if (digest === null || digestOf(rawManifest) !== digest) return null
  const manifest = parseManifestOrIndex(rawManifest, t`the manifest`)
  const same = manifest.kind === 'manifest' && manifest.layers.length === layers.length
  return same ? manifest : null
}

/** As far as can be told without reading it. */
function compressionOf({compressedSize, mediaType}: Layer): LayerCompression | null {
  if (compressedSize === null) return null
  return /zstd/.test(mediaType) ? 'zstd' : 'gzip'
}

function asItIs(layer: Layer, {digest, size}: Descriptor): PreparedBlob {
  const content = layer.content!
  const open = async (context: Context) => {
    // Whoever takes a blob hashes it: what comes from elsewhere need not be hashed on its way too.
    if (content.region === undefined && content.openAt !== undefined) return content.openAt(0, size, context)
    return content.open(context)
  }
  return {digest, size, open, close: () => {}}
}

/** Some or all layers packed anew, and a manifest that says so: always image-spec's, since Docker's own knows no zstd. */
function repacked(
  {rawConfig, layers}: Image,
  kept: Manifest | null,
  compression: LayerCompression,
  stays: (layer: Layer) => boolean,
): Outgoing {
  const config = inMemory(rawConfig, digestOf(rawConfig))
  return {
    config,
    layers: layers.map(
      (layer, i) => async context =>
        stays(layer) ? asItIs(layer, kept!.layers[i]!) : packedLayer(layer, compression, context),
    ),
    keepsDigest: false,
    manifest: blobs => {
      const annotations =
        kept === null || Object.keys(kept.annotations).length === 0 ? {} : {annotations: kept.annotations}
      const document = {
        schemaVersion: 2,
        mediaType: MEDIA_TYPE.ociManifest,
        config: {mediaType: MEDIA_TYPE.ociConfig, digest: config.digest, size: config.size},
        layers: blobs.map(({digest, size}) => ({mediaType: LAYER_TYPE[compression], digest, size})),
        ...annotations,
      }
      const raw = Buffer.from(JSON.stringify(document))
      return {raw, digest: digestOf(raw), mediaType: MEDIA_TYPE.ociManifest}
    },
  }
}
