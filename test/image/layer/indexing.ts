import {ENTRY_TYPE_NAMES, EntryMark, type LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {hopLayer, scanLayer} from '../../../src/image/layer/scan-layer.ts'

/** Indexes a plain tar in memory by hopping; no read gives more than `most` bytes. */
export function hopped(tar: Uint8Array, most = Number.POSITIVE_INFINITY): LayerIndex {
  return hopLayer((buffer, offset) => {
    const piece = tar.subarray(offset, offset + Math.min(buffer.length, most))
    buffer.set(piece)
    return piece.length
  }, tar.length)
}

/**
 * Cuts bytes into pieces of these lengths, over and over. Each is spoilt when the next is asked for, as where a file is read
 * into one buffer: whoever keeps one must have copied it.
 */
export async function* pieces(bytes: Uint8Array, ...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths.length === 0 ? bytes.length : lengths[i % lengths.length]!
    // A Buffer, whose slice() is no copy.
    const piece = Buffer.from(bytes.subarray(at, at + length))
    yield piece
    piece.fill(0xa5)
    at += length
  }
}

/** Indexes a blob as a stream of pieces of these lengths. */
export function streamed(blob: Uint8Array, ...lengths: readonly number[]): Promise<LayerIndex> {
  return scanLayer(pieces(blob, ...lengths), blob.length)
}

export interface Row {
  readonly path: string
  readonly type: string
  readonly mode: number
  readonly owner: readonly [number, number]
  readonly size: number
  readonly mtime: string
  readonly link: string | null
  readonly offset: number
  readonly stored: number
  readonly mark: string
  readonly device: readonly [number, number] | null
  readonly xattrs: Readonly<Record<string, string>>
}

const MARKS = Object.fromEntries(Object.entries(EntryMark).map(([name, code]) => [code, name]))

/** All that an index says of each entry, in the tar's order. Paths and links by latin1, so that no byte is lost. */
export function rowsOf(index: LayerIndex): Row[] {
  const {columns} = index
  return Array.from({length: index.entryCount}, (_, e) => ({
    path: Buffer.from(index.nodePathBytes(columns.entryNode[e]!)).toString('latin1'),
    type: ENTRY_TYPE_NAMES[columns.entryType[e]!]!,
    mode: columns.entryMode[e]!,
    owner: index.owner(e),
    size: columns.entrySize[e]!,
    mtime: index.mtime(e),
    link: latin1(index.linkTargetBytes(e)),
    offset: columns.entryOffset[e]!,
    stored: (columns.entryStored ?? columns.entrySize)[e]!,
    mark: MARKS[columns.entryMark[e]!]!,
    device: index.device(e),
    xattrs: {...index.xattrs(e)},
  }))
}

function latin1(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('latin1')
}

/** The paths of an index's entries. */
export function pathsOf(index: LayerIndex): string[] {
  return rowsOf(index).map(row => row.path)
}
