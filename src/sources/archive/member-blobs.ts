import type {Digest} from '../../image/oci/digest.ts'
import {t} from '../../text/translate.ts'
import {readRegion} from '../disk/file-region.ts'
import type {Located} from '../disk/stored-layer.ts'
import {type BlobReader, blobMissing, blobPath} from '../layout/blob-reader.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {locateMember} from './locate-member.ts'

/** The blobs of an OCI layout inside a tar. */
export class MemberBlobs implements BlobReader {
  private readonly archive: ArchiveMembers

  constructor(archive: ArchiveMembers) {
    this.archive = archive
  }

  async read(digest: Digest, maxSize: number): Promise<Uint8Array> {
    return readMember(this.archive, blobPath(digest), t`The blob ${digest}`, maxSize)
  }

  locate(digest: Digest): Located {
    return locateMember(this.archive, blobPath(digest))
  }
}

/** All bytes of a small member. Throws `blob-missing`, `limit-exceeded`, `io`. `what` names it in errors. */
export function readMember(archive: ArchiveMembers, name: string, what: string, maxSize?: number): Uint8Array {
  const {region, missing} = locateMember(archive, name)
  if (region === null) throw blobMissing(what, missing)
  return readRegion(region, what, maxSize)
}
