import {createReadStream} from 'node:fs'
import {addAbortSignal, type Readable} from 'node:stream'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, Layer} from '../../image/oci/image.ts'
import type {HistoryEntry} from '../../image/oci/image-config.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'
import {containerArchive} from '../engine/archive-api.ts'
import {containerChanges, exportContainer, type InspectedContainer, inspectContainer} from '../engine/container-api.ts'
import {daemonTransport} from '../engine/daemon-transport.ts'
import type {Engine} from '../engine/engine.ts'
import {peek} from '../spool/peek.ts'
import type {Spools} from '../spool/spools.ts'
import {openDaemonImage} from './daemon-image.ts'
import {type ContainerFiles, writableLayer} from './writable-layer.ts'

/**
 * A container as an image: the layers of its image, and on top of them what it changed. The changes are read once for each
 * opening, and kept as they were then. Throws `not-found`, and what requests throw.
 */
export async function openContainer(engine: Engine, name: string, spools: Spools, context: Context): Promise<Image> {
  const container = await inspectContainer(engine, name, context.signal)
  const transport = daemonTransport(engine.info.kind)
  const {image, inspected} = await openDaemonImage(engine, {transport, name: container.imageId}, spools, context)
  const command = container.command.join(' ')
  const history: HistoryEntry = {
    created: container.created,
    // As a command alone it would look like a Dockerfile's.
    createdBy: `container ${container.name}: its writable layer, ${container.running ? `running ${command}` : `stopped (${command})`}`,
    author: null,
    comment: null,
    emptyLayer: false,
    container: {name: container.name, command, running: container.running},
  }
  const top: Layer = {
    index: image.layers.length,
    diffId: null,
    digest: null,
    mediaType: MEDIA_TYPE.dockerLayer,
    compressedSize: null,
    history,
    content: {open: snapshots(engine, container, inspected.engineSize, spools)},
    missing: null,
  }
  return {
    ...image,
    transport: 'container',
    reference: `container:${name}`,
    id: null,
    digest: null,
    tags: [],
    layers: [...image.layers, top],
    config: {...image.config, history: [...image.config.history, history]},
  }
}

let openings = 0

/** Each opening has its own: what was read before stays as it was while somebody looks at it. */
function snapshots(engine: Engine, {id, name}: InspectedContainer, size: number, spools: Spools) {
  const key = `${engine.info.host} container ${id} ${openings++}`
  return async (context: Context): Promise<Readable> => {
    const {path} = await spools.ofExport(key, () => changesOf(engine, id, size, context), {
      shown: t`the changes of ${name}`,
      context,
    })
    return addAbortSignal(context.signal, createReadStream(path, {highWaterMark: 1 << 20}))
  }
}

async function* changesOf(engine: Engine, id: string, size: number, {signal}: Context): AsyncIterable<Uint8Array> {
  const changes = await containerChanges(engine, id, signal)
  yield* writableLayer(changes, filesOf(engine, id, size, signal))
}

function filesOf(engine: Engine, id: string, size: number, signal: AbortSignal): ContainerFiles {
  const everything = () => exportContainer(engine, id, signal)
  if (engine.info.kind === 'podman') return {everything, size}
  return {everything, size, archive: path => begun(containerArchive(engine, id, path, signal))}
}

/** A stream that has begun to flow; null where what it should bring is gone: it was there when the changes were listed. */
async function begun(stream: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    return (await peek(stream, 1)).chunks
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind === 'not-found') return null
    throw thrown
  }
}
