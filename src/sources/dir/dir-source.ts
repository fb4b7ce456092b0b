import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {digestOf} from '../../image/oci/content-digest.ts'
import {type Digest, digestHex} from '../../image/oci/digest.ts'
import {type Index, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {readDocument} from '../disk/file-region.ts'
import {FileSource} from '../disk/file-source.ts'
import {nameOfPath} from '../disk/place-name.ts'
import type {Located} from '../disk/stored-layer.ts'
import type {BlobReader} from '../layout/blob-reader.ts'
import {FolderBlobs} from '../layout/folder-blobs.ts'
import {layoutCandidates} from '../layout/layout-candidates.ts'

/**
 * skopeo's folder of one image, containers-transports(5) `dir:`. Its manifest is `manifest.json`, blobs are named by their hex
 * digits alone; of a manifest list, the platforms' manifests are `HEX.manifest.json`.
 */
export function openDirectory(path: string): FileSource {
  return new FileSource('dir', nameOfPath(path), async () => {
    const raw = readDocument(join(path, 'manifest.json'))
    const document = parseManifestOrIndex(raw, 'manifest.json')
    const index = document.kind === 'index' ? document : indexOf(document, raw)
    return layoutCandidates(index, new DirectoryBlobs(path, raw), 'dir', [])
  })
}

/** The index that a layout of this one manifest would have. */
function indexOf({mediaType}: Manifest, raw: Uint8Array): Index {
  const described = {platform: null, annotations: {}, artifactType: null, urls: []}
  const manifest = {mediaType: mediaType ?? '', digest: digestOf(raw), size: raw.length, ...described}
  return {kind: 'index', mediaType: null, manifests: [manifest], annotations: {}}
}

class DirectoryBlobs implements BlobReader {
  private readonly blobs: FolderBlobs
  private readonly manifest: Uint8Array
  private readonly digest: Digest

  constructor(folder: string, manifest: Uint8Array) {
    this.manifest = manifest
    this.digest = digestOf(manifest)
    this.blobs = new FolderBlobs(folder, digest => {
      const manifest = `${digestHex(digest)}.manifest.json`
      return existsSync(join(folder, manifest)) ? manifest : digestHex(digest)
    })
  }

  async read(digest: Digest, maxSize: number): Promise<Uint8Array> {
    return digest === this.digest ? this.manifest : this.blobs.read(digest, maxSize)
  }

  locate(digest: Digest, claimedSize?: number): Located {
    return this.blobs.locate(digest, claimedSize)
  }
}
