import {createHash} from 'node:crypto'
import type {MemberContent} from './member-content.ts'

/** Data is looked at in blocks of this many bytes; one that is all zero counts as a hole. */
const BLOCK = 4096

const ZEROS = Buffer.alloc(BLOCK)

/**
 * A digest of what a file holds, whichever of its zeros are holes: the same for a sparse file and a dense one with the same
 * bytes. Takes as long as reading what is stored; holes cost nothing. It is no digest of the bytes themselves.
 */
export async function digestOfData(content: MemberContent, pulse: (bytes: number) => void): Promise<Buffer> {
  const hash = createHash('sha256')
  const block = Buffer.alloc(BLOCK)
  const place = Buffer.alloc(8)
  let at = -1
  const flush = () => {
    if (at < 0 || block.equals(ZEROS)) return
    place.writeDoubleBE(at)
    hash.update(place).update(block)
  }
  for await (const piece of content.pieces()) {
    pulse(piece.bytes.length)
    for (let done = 0; done < piece.bytes.length; ) {
      const position = piece.at + done
      const start = position - (position % BLOCK)
      if (start !== at) {
        flush()
        block.fill(0)
        at = start
      }
      const part = piece.bytes.subarray(done, done + BLOCK - (position - start))
      block.set(part, position - start)
      done += part.length
    }
  }
  flush()
  place.writeDoubleBE(content.size)
  return hash.update(place).digest()
}
