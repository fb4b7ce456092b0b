import {type Compression, sniffCompression} from './decompress.ts'

/** Bytes that tell how a blob is compressed. */
const HEAD = 6

/**
 * Looks at the first bytes of a blob and gives the whole again, with how it is compressed. Throws as `sniffCompression`, and
 * closes the blob then.
 */
export async function sniffed(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{compression: Compression; chunks: AsyncIterable<Uint8Array>}> {
  const iterator = chunks[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let length = 0
  while (length < HEAD) {
    const next = await iterator.next()
    if (next.done) break
    held.push(new Uint8Array(next.value))
    length += next.value.length
  }
  const compression = await seen(held, iterator)
  async function* all(): AsyncIterable<Uint8Array> {
    try {
      yield* held
      for (;;) {
        const next = await iterator.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      // Whoever leaves early leaves the source closed.
      await iterator.return?.()
    }
  }
  return {compression, chunks: all()}
}

/** Whoever is told that it can't be unpacked has nothing left to close. */
async function seen(held: readonly Uint8Array[], source: AsyncIterator<Uint8Array>): Promise<Compression> {
  try {
    return sniffCompression(Buffer.concat(held).subarray(0, HEAD))
  } catch (thrown) {
    await source.return?.()
    throw thrown
  }
}
