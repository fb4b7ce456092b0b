import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {type Digest, digestAlgorithm, digestHex, parseDigest} from '../../image/oci/digest.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {decompress} from '../../image/tar/decompress.ts'
import {fileHeader, filePadding, TAR_END} from '../../image/tar/file-header.ts'
import {sniffed} from '../../image/tar/sniffed.ts'
import {t} from '../../text/translate.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import {countedBlob} from '../medium/verified-blob.ts'
import {type TemporaryFile, temporaryFailure, temporaryFile} from '../spool/temporary-file.ts'
import {requireNew, writeArchive} from './new-archive.ts'

/** A blob as it will stand in the archive: unpacked, in a temporary file. */
interface Stored {
  readonly file: TemporaryFile
  /** of the unpacked bytes */
  readonly digest: Digest
}

/** One entry of manifest.json. */
interface ListedImage {
  readonly Config: string
  RepoTags: string[] | null
  readonly Layers: readonly string[]
}

/**
 * A docker-archive of one or several images, as `docker save` writes it and every engine loads it: plain tars of the layers,
 * the configs, and a manifest.json. Layers wait in temporary files until all manifests are there; the archive is then written
 * under a temporary name and renamed. It cannot be added to: a file that is there is refused, or replaced once the new one is
 * whole.
 */
export class DockerArchiveWriter {
  private readonly path: string
  private readonly stored = new Map<Digest, Stored>()
  private readonly images: ListedImage[] = []
  private readonly members = new Map<string, TemporaryFile>()

  constructor(path: string, {replaces = false}: {readonly replaces?: boolean} = {}) {
    this.path = path
    if (!replaces) requireNew(path)
  }

  /** Where one of the images goes; closing it leaves what was gathered to the others. */
  destination(name: string | null): Destination {
    return {
      reference: `docker-archive:${this.path}${name === null ? '' : `:${name}`}`,
      keepsManifests: false,
      putBlob: blob => this.putBlob(blob),
      putManifest: async manifest => this.list(manifest, name),
      putNested,
      close() {},
    }
  }

  async putBlob(given: OutgoingBlob): Promise<Arrival> {
    const {digest, signal} = given
    if (this.stored.has(digest)) return 'there'
    const blob = createHash(digestAlgorithm(digest))
    const tar = createHash('sha256')
    const file = temporaryFile()
    try {
      const hashed = (async function* () {
        for await (const chunk of countedBlob(given)) {
          throwIfCancelled(signal)
          blob.update(chunk)
          yield chunk
        }
      })()
      const {compression, chunks} = await sniffed(hashed)
      for await (const chunk of decompress(chunks, compression)) {
        tar.update(chunk)
        await file.write(chunk)
      }
      const actual = `${digestAlgorithm(digest)}:${blob.digest('hex')}`
      if (actual !== digest) throw otherBytes(digest, actual)
    } catch (thrown) {
      file.close()
      throwIfCancelled(signal)
      throw temporaryFailure(thrown)
    }
    this.stored.set(digest, {file, digest: parseDigest(`sha256:${tar.digest('hex')}`)})
    return 'sent'
  }

  /** One more image of what was put; one that is there gets the name too. */
  list({raw}: RawManifest, name: string | null): void {
    const manifest = parseManifestOrIndex(raw, 'the manifest')
    if (manifest.kind === 'index') throw new Error('an archive takes one platform')
    const member = (digest: Digest, suffix: string) => {
      const {file, digest: own} = this.stored.get(digest)!
      this.members.set(`${digestHex(own)}${suffix}`, file)
      return `${digestHex(own)}${suffix}`
    }
    const config = member(manifest.config.digest, '.json')
    const layers = manifest.layers.map(({digest}) => member(digest, '.tar'))
    const same = this.images.find(({Config}) => Config === config)
    if (same === undefined) this.images.push({Config: config, RepoTags: name === null ? null : [name], Layers: layers})
    else if (name !== null) same.RepoTags = [...new Set([...(same.RepoTags ?? []), name])]
  }

  /** Writes the archive. Throws `io`, `cancelled`; then nothing stays. */
  async finish(signal: AbortSignal): Promise<void> {
    await writeArchive(this.path, this.chunks(), signal)
  }

  close(): void {
    for (const {file} of this.stored.values()) file.close()
    this.stored.clear()
  }

  private async *chunks(): AsyncIterable<Uint8Array> {
    for (const [name, file] of this.members) {
      yield fileHeader(name, file.size)
      if (file.size > 0) yield* createReadStream(file.path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>
      yield filePadding(file.size)
    }
    const json = Buffer.from(JSON.stringify(this.images))
    yield fileHeader('manifest.json', json.length)
    yield json
    yield filePadding(json.length)
    yield TAR_END
  }
}

/** A docker-archive of one image. */
export class DockerArchiveDestination implements Destination {
  readonly reference: string
  readonly keepsManifests = false
  readonly putNested = putNested
  private readonly writer: DockerArchiveWriter
  private readonly name: string | null

  constructor(path: string, name: string | null) {
    this.writer = new DockerArchiveWriter(path)
    this.name = name
    this.reference = `docker-archive:${path}${name === null ? '' : `:${name}`}`
  }

  putBlob(blob: OutgoingBlob): Promise<Arrival> {
    return this.writer.putBlob(blob)
  }

  async putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    this.writer.list(manifest, this.name)
    await this.writer.finish(signal)
  }

  close(): void {
    this.writer.close()
  }
}

async function putNested(): Promise<void> {
  throw new LensError('reference-unsupported', t`A docker-archive holds one platform of an image.`, {
    advice: t`Leave --all-platforms out, or copy to an OCI layout, an oci-archive, the store or a registry.`,
  })
}

function otherBytes(digest: Digest, actual: string): LensError {
  return new LensError(
    'digest-mismatch',
    t`Asked for the blob ${digest}, its source gave bytes with the digest ${actual}.`,
    {
      advice: t`The copy that is read was changed or damaged; nothing of it was kept.`,
    },
  )
}
