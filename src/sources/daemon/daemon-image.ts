import type {Context, Image} from '../../image/oci/image.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import type {DaemonTransport} from '../engine/daemon-transport.ts'
import type {Engine} from '../engine/engine.ts'
import {type InspectedImage, imageHistory, inspectImage} from '../engine/images-api.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import type {Spools} from '../spool/spools.ts'
import {configOf} from './engine-config.ts'
import {EngineExport} from './engine-export.ts'

/** What an image of an engine is called. */
export interface DaemonName {
  readonly transport: DaemonTransport
  /** tag, ID or unique prefix of one, as typed */
  readonly name: string
}

/** An image of an engine, and what the engine alone knows of it. */
export interface DaemonImage {
  readonly image: Image
  readonly inspected: InspectedImage
}

/**
 * Opens an image of an engine: two quick questions, and nothing of its layers. Throws `not-found`, `reference-malformed`, and
 * what requests throw.
 */
export async function openDaemonImage(
  engine: Engine,
  {transport, name}: DaemonName,
  spools: Spools,
  context: Context,
): Promise<DaemonImage> {
  const inspected = await inspectImage(engine, name, context.signal)
  const rawConfig = configOf(inspected, await imageHistory(engine, inspected.id, context.signal))
  const bundle = new EngineExport(engine, inspected, spools)
  await bundle.recall(context)
  const image = assembleImage({
    transport,
    reference: `${transport}:${name}`,
    id: inspected.configDigest,
    ...(inspected.configDigest === null ? {heldAs: inspected.id} : {}),
    digest: inspected.manifestDigest,
    tags: inspected.tags,
    mediaType: 'application/json',
    annotations: {},
    platform: null,
    // In place of a manifest, which engines don't give: what they say of the image.
    rawManifest: Buffer.from(JSON.stringify(inspected.raw)),
    rawConfig,
    config: parseImageConfig(rawConfig),
    layers: inspected.diffIds.map((_, index) => ({
      digest: null,
      mediaType: MEDIA_TYPE.dockerLayer,
      compressedSize: null,
      content: bundle.contentOf(index),
      missing: null,
      oddity: null,
    })),
    warnings: [],
    exported: inner => bundle.exported(inner),
  })
  return {image, inspected}
}
