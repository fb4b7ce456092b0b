import {verifyBytes} from '../../image/oci/content-digest.ts'
import type {RawManifest, WholeImage} from '../../image/oci/image.ts'
import {type Descriptor, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {t} from '../../text/translate.ts'
import {contentOfRegion} from '../disk/stored-layer.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import {type BlobReader, blobMissing} from './blob-reader.ts'

/** What an entry of an index.json leads to, with all of its platforms. */
export function wholeImage(entry: Descriptor, blobs: BlobReader): WholeImage {
  const read = async (descriptor: Descriptor): Promise<Uint8Array> => {
    const raw = await blobs.read(descriptor.digest, DOCUMENT_LIMIT)
    verifyBytes(raw, descriptor.digest, t`The manifest ${descriptor.digest}`)
    return raw
  }
  return {
    async root(): Promise<RawManifest> {
      const raw = await read(entry)
      const {mediaType} = parseManifestOrIndex(raw, t`The manifest ${entry.digest}`)
      return {raw, digest: entry.digest, mediaType: entry.mediaType || (mediaType ?? '')}
    },
    manifest: read,
    async blob({digest, size}, context) {
      const {region, missing} = blobs.locate(digest, size)
      if (region === null) throw blobMissing(t`The blob ${digest}`, missing)
      return contentOfRegion(region).open(context)
    },
  }
}
