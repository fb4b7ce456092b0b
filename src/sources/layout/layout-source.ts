import {join} from 'node:path'
import {readDocument} from '../disk/file-region.ts'
import {FileSource} from '../disk/file-source.ts'
import {nameOfPath} from '../disk/place-name.ts'
import {FolderBlobs} from './folder-blobs.ts'
import {layoutCandidates, parseIndexJson} from './layout-candidates.ts'

/** An OCI layout folder (image-spec image-layout.md). Nothing is read before it is asked. */
export function openLayout(path: string): FileSource {
  return new FileSource('oci', nameOfPath(path), async () => {
    const index = parseIndexJson(readDocument(join(path, 'index.json')))
    return layoutCandidates(index, new FolderBlobs(path), 'oci', [])
  })
}
