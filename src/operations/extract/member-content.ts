import {withoutClimbing} from '../../image/layer/dot-dot.ts'
import {EntryType, type LayerIndex} from '../../image/layer/layer-index.ts'
import {LensError} from '../../image/oci/error.ts'
import {EXTENSION_LIMIT, isExtension} from '../../image/tar/extended-headers.ts'
import {BLOCK, FLAG, isOldGnuSparse, readNumber} from '../../image/tar/header.ts'
import {type Member, TarParser} from '../../image/tar/tar-parser.ts'
import {t} from '../../text/translate.ts'
import {type Extents, isPaxSparse1, oldGnuExtents, paxExtents, readSparse1Extents, wholeExtents} from './sparse-map.ts'
import type {TarBytes} from './tar-bytes.ts'

/** Bytes of a file and where in it they stand. What no piece covers is zero. */
export interface FilePiece {
  readonly at: number
  /** valid until the next piece is asked for */
  readonly bytes: Uint8Array
}

/** A regular file's content, piece by piece. */
export interface MemberContent {
  /** bytes of the file, holes included */
  readonly size: number
  /** In order of their places; those before byte `from` of the file are passed over. */
  pieces(from?: number): AsyncIterable<FilePiece>
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK

/**
 * Goes to the content of a regular file's entry and reads what its headers say of holes: old GNU sparse files, and those of
 * PAX 0.0, 0.1 and 1.0. Throws `tar-damaged` where the tar holds something else in that place than the index says.
 */
export async function openMember(tar: TarBytes, index: LayerIndex, entry: number): Promise<MemberContent> {
  await tar.skip(headStart(index, entry) - tar.position)
  const size = index.columns.entrySize[entry]!
  const stored = storedSize(index, entry)
  const sparse = await readHead(tar, index, entry)
  if (sparse === null) {
    if (stored !== size) throw unexpected(index, entry)
    return contentOf(tar, wholeExtents(size), size)
  }
  const before = tar.position
  const extents = typeof sparse === 'object' ? sparse : await readSparse1Extents(tar, stored)
  if (extents.stored !== stored - (tar.position - before) || extents.end > size) throw unexpected(index, entry)
  return contentOf(tar, extents, size)
}

function contentOf(tar: TarBytes, {offsets, lengths}: Extents, size: number): MemberContent {
  return {
    size,
    async *pieces(from = 0) {
      for (let i = 0; i < offsets.length; i++) {
        const passed = Math.min(lengths[i]!, Math.max(0, from - offsets[i]!))
        if (passed > 0) await tar.skip(passed)
        let at = offsets[i]! + passed
        for await (const bytes of tar.pieces(lengths[i]! - passed)) {
          yield {at, bytes}
          at += bytes.length
        }
      }
    },
  }
}

/** Where the headers of an entry begin: behind the member before it. */
function headStart(index: LayerIndex, entry: number): number {
  if (entry === 0) return 0
  const before = entry - 1
  const offset = index.columns.entryOffset[before]!
  // Folders may have contents in the tar that an index doesn't keep (GNU's dumps): their own header says how much.
  if (index.columns.entryType[before] === EntryType.directory) return offset - BLOCK
  return offset + padded(index.columns.entryType[before] === EntryType.file ? storedSize(index, before) : 0)
}

function storedSize({columns}: LayerIndex, entry: number): number {
  return (columns.entryStored ?? columns.entrySize)[entry]!
}

/**
 * Reads headers up to the content of `entry`. Gives the extents of a sparse file, 'in content' where they stand at the head
 * of the content (PAX 1.0), null for a plain file.
 */
async function readHead(tar: TarBytes, index: LayerIndex, entry: number): Promise<Extents | 'in content' | null> {
  const target = index.columns.entryOffset[entry]!
  const start = tar.position
  const last = {matches: false}
  const parser = new TarParser({
    entry: member => {
      last.matches = start + member.contentOffset === target && isEntry(member, index, entry)
    },
    problem: () => {},
  })
  const take = async (length: number) => {
    const bytes = await tar.take(length)
    parser.write(bytes)
    return bytes
  }
  const skip = async (length: number) => {
    await tar.skip(length)
    parser.skipped(length)
  }
  let records: Uint8Array | null = null
  while (tar.position < target && !parser.ended) {
    const header = await take(BLOCK)
    if (parser.ended) break
    const flag = header[156]!
    const size = readNumber(header, 124, 12)
    if (isExtension(flag)) {
      const local = flag === FLAG.paxLocal || flag === FLAG.paxLocalSolaris
      // The parser passes over it as well.
      if (size > EXTENSION_LIMIT) await skip(padded(size))
      else {
        const bytes = await take(padded(size))
        if (local) records = bytes.subarray(0, size)
      }
    } else if (isOldGnuSparse(header, 0)) {
      const extents = await oldGnuExtents(header, () => take(BLOCK))
      if (!last.matches) break
      return extents
    } else if (last.matches) {
      return records === null ? null : isPaxSparse1(records) ? 'in content' : paxExtents(records)
    } else {
      // The folder before.
      await skip(parser.skippable)
      records = null
    }
  }
  throw unexpected(index, entry)
}

function isEntry(member: Member, index: LayerIndex, entry: number): boolean {
  const path = withoutClimbing(member.name, member.nameStart, member.nameEnd)
  return (
    member.type === EntryType.file &&
    member.size === index.columns.entrySize[entry] &&
    member.stored === storedSize(index, entry) &&
    Buffer.from(path).equals(index.nodePathBytes(index.columns.entryNode[entry]!))
  )
}

function unexpected(index: LayerIndex, entry: number): LensError {
  const at = index.columns.entryOffset[entry]!
  return new LensError('tar-damaged', t`At byte ${at} of the layer there is not what its index says.`, {
    advice: t`The image changed since it was read, or it is damaged; try again with --no-cache.`,
  })
}
