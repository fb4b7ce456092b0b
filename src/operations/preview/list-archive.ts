import type {ArchiveListing} from '../../image/content/archive-member.ts'
import {TarListing} from '../../image/content/tar-listing.ts'
import {LARGEST_DIRECTORY, locateDirectory, ZIP_END, zipListing} from '../../image/content/zip-directory.ts'
import {type FileBytes, lastOf} from './file-bytes.ts'
import type {Peeked} from './peeked.ts'

/** Reads less than this in vain rather than opening the file at another place. Bytes. */
const SHORT_HOP = 4 << 20
/** Between two answers while more is read, milliseconds. */
const OFTEN = 100
/** Read to find a zip's directory: most often it is in there too. More than ZIP_END. Bytes. */
const TAIL = 1 << 20

/** Lists a tar, told on the way and at its end. In a plain layer the contents are hopped over. */
export async function listTar(file: FileBytes, stored: Peeked, tell: (listing: ArchiveListing) => void): Promise<void> {
  if (!file.plain) return listFlowingTar(stored.all(), tell)
  await stored.close()
  const tar = new TarListing()
  let position = 0
  let told = performance.now()
  while (position < file.size && !tar.ended) {
    for await (const piece of file.from(position)) {
      tar.write(piece)
      position += piece.length
      if (performance.now() - told > OFTEN) {
        tell(tar.listing())
        told = performance.now()
      }
      if (tar.ended || tar.skippable > SHORT_HOP) break
    }
    const hop = Math.min(tar.skippable, file.size - position)
    tar.skipped(hop)
    position += hop
  }
  tar.finish()
  tell(tar.listing())
}

/** Lists a tar that is unpacked as it flows by. Throws what unpacking throws, after telling what came before. */
export async function listFlowingTar(
  chunks: AsyncIterable<Uint8Array>,
  tell: (listing: ArchiveListing) => void,
): Promise<void> {
  const tar = new TarListing()
  let told = performance.now()
  try {
    for await (const chunk of chunks) {
      tar.write(chunk)
      if (tar.ended) break
      if (performance.now() - told > OFTEN) {
        tell(tar.listing())
        told = performance.now()
      }
    }
    tar.finish()
  } finally {
    tell(tar.listing())
  }
}

/** Lists a zip by the directory at its end. Throws `tar-damaged` and `limit-exceeded` where it has none that can be read. */
export async function listZip(file: FileBytes, stored: Peeked): Promise<ArchiveListing> {
  const wanted = Math.min(file.size, TAIL)
  const tail = file.plain ? await file.last(wanted) : await lastOf(stored.all(), file.size, wanted)
  const {offset, size, count} = locateDirectory(tail, file.size)
  const start = file.size - tail.length
  const whole = offset >= start ? tail : await file.last(Math.min(file.size - offset, LARGEST_DIRECTORY + ZIP_END))
  const from = offset - (file.size - whole.length)
  return zipListing(whole.subarray(from, from + size), count)
}
