import {contentSize} from '../image/filesystem/path-versions.ts'
import {resolvePath} from '../image/filesystem/resolve-path.ts'
import {NEVER} from '../image/filesystem/union.ts'
import type {EntryTypeName} from '../image/layer/layer-index.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Context} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
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
  const type = version < 0 ? 'directory' : union.type(union.original(version))
  if (type !== 'file') throw noBytes(files, path, version, type)
  return {node, version, path: union.path(node), size: contentSize(union, version)}
}

const NO_BYTES: Readonly<Partial<Record<EntryTypeName, string>>> = {
  char: t`is a character device: an image holds no bytes of it.`,
  block: t`is a block device: an image holds no bytes of it.`,
  fifo: t`is a named pipe: an image holds no bytes of it.`,
}

function noBytes({union}: ImageFiles, path: string, version: number, type: EntryTypeName): LensError {
  const shown = shownPath(path)
  if (type === 'directory') {
    return new LensError('not-found', t`${shown} is a folder.`, {
      advice: t`List it: layerlens ls REF ${shown}; take all of it: layerlens extract REF ${shown} -o DIR`,
    })
  }
  const at = union.entryOf(version)
  const target = type === 'hardlink' && at !== null ? at.layer.linkTarget(at.entry) : null
  if (target !== null) {
    return new LensError(
      'not-found',
      t`${shown} is a hard link to ${shownPath(target)}, which is no file of this image.`,
    )
  }
  return new LensError('not-found', `${shown} ${NO_BYTES[type] ?? t`has no bytes.`}`, {
    advice: t`See what it is: layerlens ls REF ${shown}`,
  })
}

/** From where on a content is read, and who hears how long that takes. */
export interface ContentOptions {
  /** byte of the file to begin with; what is before is passed over */
  readonly from?: number
  /** told how far a compressed layer was unpacked, in bytes of its tar, and where in it the file begins */
  readonly onUnpacked?: (position: number, target: number) => void
}

const ZEROS = new Uint8Array(64 * 1024)

/**
 * The bytes of a version of a regular file, holes of sparse files filled with zeros; a hard link gives those of the file it
 * leads to. In a plain tar on disk they are read in their place; a compressed layer is unpacked as far as the file and no
 * further; where an engine has the layers, it is asked for the file, or for all layers where the file is no more. Each chunk
 * is valid until the next is asked for, and is not to be written to. Nothing is read before the first is asked for; leaving
 * the loop closes what was opened. Throws `blob-missing`, `io`, `tar-damaged`, `compression-damaged`, `cancelled`.
 */
export async function* contentOf(
  files: ImageFiles,
  version: number,
  context: Context,
  options: ContentOptions = {},
): AsyncIterable<Uint8Array> {
  const {image, union} = files
  const origin = union.original(version)
  if (union.type(origin) !== 'file') throw new Error('only regular files have contents')
  const layer = union.columns.versionLayer[origin]!
  const {from = 0, onUnpacked} = options
  const index = union.layers[layer]!
  const entry = union.columns.versionEntry[origin]!
  const target = index.columns.entryOffset[entry]!
  const pulse = onUnpacked && ((position: number) => onUnpacked(position, target))
  const quick = await withoutLayers(files, version, context)
  if (quick !== null) {
    yield* behind(quick, from)
    return
  }
  const contents = await LayerContents.open(image.layers[layer]!, index, context, pulse)
  try {
    const content = await contents.open(entry)
    let at = from
    for await (const piece of content.pieces(from)) {
      yield* zeros(piece.at - at, context.signal)
      yield piece.bytes
      at = piece.at + piece.bytes.length
    }
    yield* zeros(content.size - at, context.signal)
  } finally {
    await contents.close()
  }
}

/** All but the first `from` bytes. */
async function* behind(chunks: AsyncIterable<Uint8Array>, from: number): AsyncIterable<Uint8Array> {
  let left = from
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}

/** What the image shows in the end, from whoever can give it without its layers; null where nobody can. */
async function withoutLayers(
  {image, union}: ImageFiles,
  version: number,
  context: Context,
): Promise<AsyncIterable<Uint8Array> | null> {
  const {versionLayer, versionNode, versionUntil} = union.columns
  const {bundle, region} = image.layers[versionLayer[version]!]?.content ?? {}
  if (bundle === undefined || region !== undefined || versionUntil[version] !== NEVER) return null
  const path = union.path(versionNode[version]!)
  // A name that is no text can't be asked for by it.
  return path.includes('\ufffd') ? null : bundle.file(path, union.sizeOf(union.original(version)), context)
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
