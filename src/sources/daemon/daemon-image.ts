import type {Readable} from 'node:stream'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, LayerBundle, LayerContent} from '../../image/oci/image.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'
import {listMembers} from '../archive/archive-members.ts'
import {openArchive} from '../archive/archive-source.ts'
import {containerArchive, withTemporaryContainer} from '../engine/archive-api.ts'
import type {Engine} from '../engine/engine.ts'
import {exportImage, type InspectedImage, imageHistory, inspectImage} from '../engine/images-api.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import type {Spools} from '../spool/spools.ts'
import {configOf} from './engine-config.ts'
import {exportedLayers} from './exported-layers.ts'
import {isShadowed, onlyFile} from './final-tree.ts'

/** containers-transports(5) has docker-daemon; podman is the same for Podman's socket. */
export type DaemonTransport = 'docker-daemon' | 'podman'

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
  const image = assembleImage({
    transport,
    reference: `${transport}:${name}`,
    id: inspected.configDigest,
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

/** An engine gives the layers of an image only all together. */
class EngineExport implements LayerBundle {
  readonly size: number
  private readonly engine: Engine
  private readonly inspected: InspectedImage
  private readonly spools: Spools

  constructor(engine: Engine, inspected: InspectedImage, spools: Spools) {
    this.engine = engine
    this.inspected = inspected
    this.spools = spools
    this.size = inspected.engineSize
  }

  contentOf(index: number): LayerContent {
    return {bundle: this, open: context => this.open(index, context)}
  }

  read({signal}: Context): ReturnType<LayerBundle['read']> {
    return exportedLayers(exportImage(this.engine, this.inspected.id, signal))
  }

  async file(path: string, size: number, {signal}: Context): Promise<Readable | null> {
    if (isShadowed(path)) return null
    const archive = withTemporaryContainer(this.engine, this.inspected.id, container =>
      containerArchive(this.engine, container, path, signal),
    )
    return onlyFile(archive, size).catch(thrown => {
      if (thrown instanceof LensError && thrown.kind === 'not-found') return null
      throw thrown
    })
  }

  /** One layer's bytes. */
  private async open(index: number, context: Context): Promise<Readable> {
    const {diffIds} = this.inspected
    const {layers} = await this.exported(context)
    const layer = layers.find(({diffId}) => diffId === diffIds[index])
    if (!layer?.content) {
      throw new LensError('blob-missing', layer?.missing ?? t`The export of the engine lacks this layer.`)
    }
    return layer.content.open(context)
  }

  /** The image as the archive of an export, which is kept on disk as long as the program runs. */
  async exported(context: Context): Promise<Image> {
    const {id, engineSize, tags} = this.inspected
    const {host} = this.engine.info
    const shown = t`the export of ${tags[0] ?? id.slice(0, 19)}`
    const {path} = await this.spools.ofExport(`${host} ${id}`, () => exportImage(this.engine, id, context.signal), {
      shown,
      total: engineSize,
      context,
    })
    const source = openArchive('docker-archive', listMembers(path), {reference: path, shown, word: 'FILE'})
    return source.open('', {context, hostArchitecture: this.inspected.architecture})
  }
}
