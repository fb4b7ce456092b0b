import type {RawManifest} from '../../image/oci/image.ts'
import {formatRemoteName, manifestReference, parseRemoteName, type RemoteName} from '../../image/oci/remote-name.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import {putManifest} from './manifests.ts'
import type {Registries} from './registries.ts'
import type {RegistryClient} from './registry-client.ts'
import {pushBlob} from './upload.ts'

/** A tag of a registry's repository, written by `docker://HOST/REPO[:TAG|@DIGEST]`. */
export class RegistryDestination implements Destination {
  readonly reference: string
  readonly keepsManifests = true
  private readonly client: RegistryClient
  private readonly name: RemoteName
  private readonly mountFrom: string | null

  /** `source`: the reference of the image that is copied; blobs of the same registry need not be sent. */
  constructor(registries: Registries, name: RemoteName, source: string) {
    this.name = name
    this.client = registries.clientOf(name.host)
    this.reference = `docker://${formatRemoteName({...name, tag: name.tag ?? (name.digest === null ? 'latest' : null)})}`
    this.mountFrom = mountable(source, name)
  }

  putBlob(blob: OutgoingBlob): Promise<Arrival> {
    return pushBlob({
      ...blob,
      open: () => blob.open(),
      progress: done => blob.progress(done),
      again: (repetition, most) => blob.again?.(repetition, most),
      ...this.place(),
    })
  }

  async putManifest({raw, mediaType}: RawManifest, signal: AbortSignal): Promise<void> {
    await putManifest(this.client, this.name, manifestReference(this.name), {raw, mediaType}, signal)
  }

  async putNested({raw, mediaType, digest}: RawManifest, signal: AbortSignal): Promise<void> {
    await putManifest(this.client, this.name, digest, {raw, mediaType}, signal)
  }

  close(): void {}

  private place() {
    return {client: this.client, repository: this.name, mountFrom: this.mountFrom}
  }
}

function mountable(source: string, {host, path}: RemoteName): string | null {
  if (!source.startsWith('docker://')) return null
  const from = parseRemoteName(source.slice('docker://'.length))
  return from.host === host && from.path !== path ? from.path : null
}
