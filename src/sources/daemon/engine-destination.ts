import {createReadStream, type ReadStream, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {DockerArchiveDestination} from '../archive/docker-archive-destination.ts'
import type {DaemonTransport} from '../engine/daemon-transport.ts'
import type {Engine} from '../engine/engine.ts'
import {parseImageName} from '../engine/image-name.ts'
import {tag} from '../engine/image-verbs.ts'
import {inspectImage} from '../engine/images-api.ts'
import {load} from '../engine/transfer.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import {temporaryName} from '../spool/leftovers.ts'

/**
 * An image of an engine. Engines take images as archives that hold all of them, so what is sent is gathered first, and loaded
 * when the manifest comes; an image that the engine has already is only given its name.
 */
export class EngineDestination implements Destination {
  readonly reference: string
  readonly keepsManifests = false
  private readonly engine: Engine
  private readonly name: string | null
  private readonly file = join(tmpdir(), temporaryName())
  private readonly archive: DockerArchiveDestination

  constructor(engine: Engine, transport: DaemonTransport, name: string | null) {
    this.engine = engine
    this.name = name
    this.reference = `${transport}:${name ?? ''}`
    this.archive = new DockerArchiveDestination(this.file, name)
  }

  putBlob(blob: OutgoingBlob): Promise<Arrival> {
    return this.archive.putBlob(blob)
  }

  putNested(): Promise<void> {
    throw new LensError('reference-unsupported', t`An engine takes one platform of an image.`, {
      advice: t`Leave --all-platforms out, or copy to the store or a registry.`,
    })
  }

  async putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    let stream: ReadStream | null = null
    try {
      await this.archive.putManifest(manifest, signal)
      stream = createReadStream(this.file, {highWaterMark: 1 << 20})
      for await (const _event of load(this.engine, stream, signal)) throwIfCancelled(signal)
    } finally {
      stream?.destroy()
      rmSync(this.file, {force: true})
    }
  }

  close(): void {
    this.archive.close()
  }

  async takeExisting(id: Digest, signal: AbortSignal): Promise<boolean> {
    if (!(await this.has(id, signal))) return false
    if (this.name !== null) await tag(this.engine, id, parseImageName(this.name), signal)
    return true
  }

  private async has(id: string, signal: AbortSignal): Promise<boolean> {
    try {
      await inspectImage(this.engine, id, signal)
      return true
    } catch (thrown) {
      if (thrown instanceof LensError && thrown.kind === 'not-found') return false
      throw thrown
    }
  }
}
