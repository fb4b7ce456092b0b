import {closeSync, createReadStream, openSync, readSync} from 'node:fs'
import {LensError} from '../../image/oci/error.ts'
import type {Region} from '../../image/oci/image.ts'
import type {ReadAt} from '../../image/tar/hop.ts'
import {t} from '../../text/translate.ts'

/** Positioned reads of a region, synchronous: in a worker they cost a tenth of what promises do. Close it after use. */
export class RegionReader {
  readonly region: Region
  private readonly fd: number

  constructor(region: Region) {
    this.region = region
    try {
      this.fd = openSync(region.path, 'r')
    } catch (cause) {
      throw new LensError('io', t`The file with this layer could not be opened.`, {
        cause,
        advice: t`Check that it is still there and that you may read it.`,
      })
    }
  }

  /** Bytes of the region from `offset` on into `buffer`; gives how many, 0 at its end. */
  readonly readAt: ReadAt = (buffer, offset) => {
    const wanted = Math.min(buffer.length, this.region.size - offset)
    if (wanted <= 0) return 0
    return readSync(this.fd, buffer, 0, wanted, this.region.offset + offset)
  }

  close(): void {
    closeSync(this.fd)
  }
}

/** What is read at a time: it is hashed and unpacked out of the second level cache. */
const PIECE_BYTES = 256 * 1024

/**
 * The region in pieces, each valid until the next is asked for: read in the calling thread into one buffer, for workers that
 * do nothing else meanwhile. A stream fills new memory in other threads, which costs more than reading does.
 */
export async function* piecesOf(region: Region): AsyncGenerator<Uint8Array> {
  const reader = new RegionReader(region)
  try {
    const buffer = new Uint8Array(Math.min(PIECE_BYTES, region.size))
    for (let offset = 0; ; ) {
      const length = reader.readAt(buffer, offset)
      if (length === 0) return
      offset += length
      yield buffer.subarray(0, length)
    }
  } finally {
    reader.close()
  }
}

/** The region as a stream of large chunks. */
export function streamOf(region: Region): AsyncIterable<Uint8Array> {
  if (region.size === 0) return (async function* () {})()
  return createReadStream(region.path, {
    start: region.offset,
    end: region.offset + region.size - 1,
    highWaterMark: 1 << 20,
  })
}
