import type {Union} from '../../image/filesystem/union.ts'
import {digestOf} from '../../image/oci/content-digest.ts'
import {applyChanges} from '../../image/oci/dockerfile-change.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Image} from '../../image/oci/image.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {packStream} from '../../image/tar/pack-stream.ts'
import {assembleImage} from '../../sources/medium/assemble-image.ts'
import {t} from '../../text/translate.ts'
import {type PackedBlob, packBlob} from '../copy/pack-blob.ts'
import {committedConfig} from './committed-config.ts'
import {type LayerCount, type LayerWork, newLayer} from './new-layer.ts'
import {TargetTree} from './target-tree.ts'

/** All that a commit does, as its form and its flags say it. */
export interface CommitWork extends LayerWork {
  /** lines of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME, WORKDIR */
  readonly changes: readonly string[]
  readonly message: string
  readonly author: string
  /** RFC 3339 */
  readonly created: string
}

/** A new image that stands on another, ready to be copied to where it shall be. */
export interface Committed {
  readonly image: Image
  /** null where no layer was added */
  readonly layer: (LayerCount & {readonly size: number; readonly diffId: string}) | null
  /** frees the layer; the image can't be copied any more */
  close(): void
}

/**
 * Makes an image of another one and a change, without any engine: a layer of what is added and removed, and a config that tells
 * of it. Layers of the base stay as they are. `load` reads the tree of the base, where it is needed. Throws `usage` where there
 * is nothing to do or a change is none, `not-found`, `io`, `cancelled`.
 */
export async function commitImage(
  given: Image,
  work: CommitWork,
  {load, context}: {readonly load: (image: Image) => Promise<Union>; readonly context: Context},
): Promise<Committed> {
  const {additions, removals, changes, message, author} = work
  const hasLayer = additions.length + removals.length > 0
  if (!hasLayer && changes.length === 0 && message === '' && author === '') {
    throw new LensError('usage', t`There is nothing to commit.`, {
      advice: t`Add a folder or a tar (--add), remove a path (--remove), or change the config (--change).`,
    })
  }
  // Before anything is read: a line that is wrong is wrong at once.
  applyChanges({}, changes)
  const base = (await given.exported?.(context)) ?? given
  const tree = new TargetTree(hasLayer && base.layers.length > 0 ? await load(base) : null)
  const layer = hasLayer ? await newLayer(tree, work) : null
  const blob = layer && (await packBlob(packStream(layer.members), 'gzip', context.signal))
  try {
    const done = blob && {diffId: blob.diffId, createdBy: createdBy(work)}
    const rawConfig = committedConfig(base.rawConfig, {...work, layer: done})
    return {
      image: withLayer(base, rawConfig, blob),
      layer: blob && {...layer!.count, size: blob.size, diffId: blob.diffId},
      close: () => blob?.close(),
    }
  } catch (thrown) {
    blob?.close()
    throw thrown
  }
}

/** What the layer did, as a Dockerfile would say it. */
function createdBy({additions, removals}: LayerWork): string {
  const added = additions.map(({path, target, kind}) => `${kind === 'tar' ? 'ADD' : 'COPY'} ${path} ${target ?? '/'}`)
  const removed = removals.length === 0 ? [] : [`RUN rm -r ${removals.join(' ')}`]
  return [...removed, ...added].join('; ')
}

function withLayer(base: Image, rawConfig: Buffer, blob: PackedBlob | null): Image {
  const manifest = manifestOf(base, rawConfig, blob)
  const config = parseImageConfig(rawConfig)
  const layers = base.layers.map(({digest, mediaType, compressedSize, content, missing}) => ({
    ...{digest, mediaType, compressedSize, content, missing},
    oddity: null,
  }))
  const added = blob && {
    ...{digest: blob.digest, mediaType: MEDIA_TYPE.ociLayerGzip, compressedSize: blob.size, content: blob.content},
    ...{missing: null, oddity: null},
  }
  return assembleImage({
    transport: base.transport,
    reference: base.reference,
    id: digestOf(rawConfig),
    digest: manifest && digestOf(manifest.raw),
    tags: [],
    mediaType: manifest?.mediaType ?? base.mediaType,
    annotations: {},
    platform: null,
    rawManifest: manifest?.raw ?? new Uint8Array(0),
    rawConfig,
    config,
    layers: added === null ? layers : [...layers, added],
    warnings: [],
  })
}

/** The base's manifest with one layer more, of its own format; null where it has none: then all layers are packed anew. */
function manifestOf(base: Image, rawConfig: Buffer, blob: PackedBlob | null): {raw: Buffer; mediaType: string} | null {
  if (base.digest === null || digestOf(base.rawManifest) !== base.digest) return null
  const before = JSON.parse(Buffer.from(base.rawManifest).toString('utf8')) as {
    layers?: unknown[]
    config: Record<string, unknown>
  }
  const isDocker = base.mediaType === MEDIA_TYPE.dockerManifest
  const mediaType = isDocker ? MEDIA_TYPE.dockerManifest : MEDIA_TYPE.ociManifest
  const layerType = isDocker ? MEDIA_TYPE.dockerLayerGzip : MEDIA_TYPE.ociLayerGzip
  const added = blob === null ? [] : [{mediaType: layerType, digest: blob.digest, size: blob.size}]
  const config = {
    mediaType: isDocker ? MEDIA_TYPE.dockerConfig : MEDIA_TYPE.ociConfig,
    digest: digestOf(rawConfig),
    size: rawConfig.length,
  }
  const document = {
    ...{schemaVersion: 2, mediaType, config, layers: [...(before.layers ?? []), ...added]},
    // image-spec annotations.md; Docker's own manifests have none.
    ...(isDocker ? {} : {annotations: {'org.opencontainers.image.base.digest': base.digest}}),
  }
  return {raw: Buffer.from(JSON.stringify(document)), mediaType}
}
