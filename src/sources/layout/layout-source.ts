import {join} from 'node:path'
import {LensError} from '../../image/oci/error.ts'
import {DOCUMENT_LIMIT, readAt, withFile} from '../disk/file-region.ts'
import {FileSource} from '../disk/file-source.ts'
import {FolderBlobs} from './folder-blobs.ts'
import {layoutCandidates, parseIndexJson} from './layout-candidates.ts'

/** An OCI layout folder (image-spec image-layout.md). Nothing is read before it is asked. */
export function openLayout(path: string): FileSource {
  return new FileSource('oci', path, async () => {
    const index = parseIndexJson(readDocument(join(path, 'index.json')))
    return layoutCandidates(index, new FolderBlobs(path), 'oci', [])
  })
}

function readDocument(path: string): Uint8Array {
  return withFile(path, file => {
    if (file.size <= DOCUMENT_LIMIT) return readAt(file.fd, 0, file.size)
    throw new LensError('limit-exceeded', `${path} has ${file.size} bytes; more than ${DOCUMENT_LIMIT} are not read.`)
  })
}
