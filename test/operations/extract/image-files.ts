import {spawnSync} from 'node:child_process'
import {createReadStream, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import type {Context, Image} from '../../../src/image/oci/image.ts'
import type {ImageFiles} from '../../../src/operations/extract/path-failure.ts'
import {contentOf, fileAt} from '../../../src/operations/read-file.ts'
import {streamed} from '../../image/layer/indexing.ts'

export const context: Context = {signal: new AbortController().signal, progress: () => {}}

/** A folder that is gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-extract-'))
  // Node's own removal runs out of stack in a tree of thousands of nested folders.
  afterAll(() => void spawnSync('rm', ['-rf', folder]))
  return folder
}

/** An image of these layers' blobs, plain or compressed, each in a file of `folder` behind some bytes of something else. */
export async function imageFiles(folder: string, blobs: readonly Uint8Array[]): Promise<ImageFiles> {
  const offset = 512
  const layers = blobs.map((blob, index) => {
    const path = join(mkdtempSync(join(folder, 'layer-')), 'blob')
    writeFileSync(path, Buffer.concat([Buffer.alloc(offset, 'x'), blob]))
    const region = {path, offset, size: blob.length}
    const open = async () => createReadStream(path, {start: offset})
    return {index, diffId: null, digest: null, history: null, missing: null, content: {region, open}}
  })
  const {union} = buildUnion(await Promise.all(blobs.map(blob => streamed(blob))))
  return {image: {layers} as unknown as Image, union}
}

/** A file's bytes as of a layer, the last where none is named. */
export async function bytesAt(files: ImageFiles, path: string, layer = files.union.layerCount - 1): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of contentOf(files, fileAt(files, path, layer).version, context)) {
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}
