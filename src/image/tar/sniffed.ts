import {type Compression, sniffCompression} from './decompress.ts'

/** Looks at the first bytes of a blob and gives the whole again, with how it is compressed. Throws as `sniffCompression`. */
export async function sniffed(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{compression: Compression; chunks: AsyncIterable<Uint8Array>}> {
  const iterator = chunks[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let length = 0
  while (length < 6) {
    const next = await iterator.next()
    if (next.done) break
    held.push(Uint8Array.prototype.slice.call(next.value))
    length += next.value.length
  }
  const head = new Uint8Array(Math.min(6, length))
  let at = 0
  for (const chunk of held) {
    head.set(chunk.subarray(0, Math.max(0, 6 - at)), at)
    at = Math.min(6, at + chunk.length)
  }
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
  return {compression: sniffCompression(head), chunks: all()}
}
