import {statSync} from 'node:fs'
import {join} from 'node:path'
import type {Digest} from '../../image/oci/digest.ts'
import {errorCode} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {readRegion} from '../disk/file-region.ts'
import type {Located} from '../disk/stored-layer.ts'
import {type BlobReader, blobMissing, blobPath} from './blob-reader.ts'

/** The blobs of a folder. Symbolic links are followed: build tools lay blobs out that way. */
export class FolderBlobs implements BlobReader {
  private readonly folder: string
  private readonly nameOf: (digest: Digest) => string

  /** `nameOf` a blob: its path below the folder; by default where an OCI layout has it. */
  constructor(folder: string, nameOf: (digest: Digest) => string = blobPath) {
    this.folder = folder
    this.nameOf = nameOf
  }

  async read(digest: Digest, maxSize: number): Promise<Uint8Array> {
    const {region, missing} = this.locate(digest)
    if (region === null) throw blobMissing(t`The blob ${digest}`, missing)
    return readRegion(region, t`The blob ${digest}`, maxSize)
  }

  locate(digest: Digest, claimedSize = 0): Located {
    const name = this.nameOf(digest)
    const path = join(this.folder, name)
    try {
      const stat = statSync(path)
      if (!stat.isFile()) return {region: null, missing: t`${name} is no file.`}
      if (stat.size < claimedSize) {
        const missing = t`Only ${stat.size} of the ${claimedSize} bytes of ${name} are stored: it was not copied whole.`
        return {region: null, missing}
      }
      return {region: {path, offset: 0, size: stat.size}, missing: null}
    } catch (cause) {
      const code = errorCode(cause)
      const absent = code === 'ENOENT' || code === 'ENOTDIR'
      return {region: null, missing: absent ? t`${name} is not in the folder.` : t`${name} can't be read (${code}).`}
    }
  }
}
