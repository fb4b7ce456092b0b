import {resolvePath} from '../image/filesystem/resolve-path.ts'
import type {EntryTypeName} from '../image/layer/layer-index.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {LayerContents} from './extract/layer-contents.ts'
import {type ImageFiles, pathFailure, shownPath} from './extract/path-failure.ts'

/** A regular file, or a hard link to one, that a path leads to. */
export interface FoundFile {
  readonly node: number
  readonly version: number
  /** where it really lies, links followed; no leading slash, hostile */
  readonly path: string
  /** bytes, holes included */
  readonly size: number
}

/**
 * The file that a path leads to as of layer N, links followed inside the image. Throws `not-found` where there is none,
 * saying who removed it and which layer still shows it, and for what has no bytes: folders, devices, pipes.
 */
export function fileAt(files: ImageFiles, path: string, layer: number): FoundFile {
  const {union} = files
  const resolution = resolvePath(union, path, layer)
  if (resolution.kind !== 'found') throw pathFailure(files, path, layer, resolution)
  const {node, version} = resolution
  const type = version < 0 ? 'directory' : union.type(version)
  if (version < 0 || union.columns.versionOrigin[version]! < 0) throw noBytes(files, path, version, type)
  return {node, version, path: union.path(node), size: contentSize(files, version)}
}

/** Bytes that `contentOf` gives for a version; 0 for what has none. A hard link has those of the file it leads to. */
export function contentSize({union}: ImageFiles, version: number): number {
  const origin = union.columns.versionOrigin[version]!
  return origin < 0 ? 0 : union.sizeOf(origin)
}

const NO_BYTES: Readonly<Partial<Record<EntryTypeName, string>>> = {
  char: 'is a character device: an image holds no bytes of it.',
  block: 'is a block device: an image holds no bytes of it.',
  fifo: 'is a named pipe: an image holds no bytes of it.',
}

function noBytes({union}: ImageFiles, path: string, version: number, type: EntryTypeName): LensError {
  const shown = shownPath(path)
  if (type === 'directory') {
    return new LensError('not-found', `${shown} is a folder.`, {
      advice: `List it: layerlens ls REF ${shown}; take all of it: layerlens extract REF ${shown} -o DIR`,
    })
  }
  const at = union.entryOf(version)
  const target = type === 'hardlink' && at !== null ? at.layer.linkTarget(at.entry) : null
  if (target !== null) {
    return new LensError('not-found', `${shown} is a hard link to ${shownPath(target)}, which is not in this image.`)
  }
  return new LensError('not-found', `${shown} ${NO_BYTES[type] ?? 'has no bytes.'}`, {
    advice: `See what it is: layerlens ls REF ${shown}`,
  })
}

const ZEROS = new Uint8Array(64 * 1024)

/**
 * The bytes of a version of a regular file, holes of sparse files filled with zeros; a hard link gives those of the file it
 * leads to. In a plain tar on disk they are read in their place; a compressed layer is unpacked as far as the file and no
 * further. Each chunk is valid until the next is asked for, and is not to be written to. Nothing is read before the first is
 * asked for; leaving the loop closes what was opened. Throws `blob-missing`, `io`, `tar-damaged`, `compression-damaged`,
 * `cancelled`.
 */
export async function* contentOf(files: ImageFiles, version: number, context: Context): AsyncIterable<Uint8Array> {
  const {image, union} = files
  const origin = union.columns.versionOrigin[version]!
  if (origin < 0) throw new Error('only regular files have contents')
  const layer = union.columns.versionLayer[origin]!
  const contents = await LayerContents.open(image.layers[layer]!, union.layers[layer]!, context)
  try {
    const content = await contents.open(union.columns.versionEntry[origin]!)
    let at = 0
    for await (const piece of content.pieces()) {
      yield* zeros(piece.at - at, context.signal)
      yield piece.bytes
      at = piece.at + piece.bytes.length
    }
    yield* zeros(content.size - at, context.signal)
  } finally {
    await contents.close()
  }
}

/** A hole can be longer than anyone wants to wait for: it can be cancelled. */
function* zeros(length: number, signal: AbortSignal): Generator<Uint8Array> {
  for (let left = length; left > 0; ) {
    throwIfCancelled(signal)
    const chunk = ZEROS.subarray(0, left)
    left -= chunk.length
    yield chunk
  }
}
