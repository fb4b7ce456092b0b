type Chunks = AsyncIterable<Uint8Array>

/** The first bytes of a stream, up to `length`, and the whole stream, those included. Leaving it early closes its source. */
export async function peek(chunks: Chunks, length: number): Promise<{head: Uint8Array; chunks: Chunks}> {
  const iterator = chunks[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let size = 0
  let ended = false
  while (size < length && !ended) {
    const next = await iterator.next()
    if (next.done) ended = true
    else {
      // Whoever gives chunks may use their memory again.
      held.push(Uint8Array.from(next.value))
      size += next.value.length
    }
  }
  async function* all(): Chunks {
    try {
      yield* held
      while (!ended) {
        const next = await iterator.next()
        if (next.done) ended = true
        else yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  const head = new Uint8Array(Buffer.concat(held).subarray(0, length))
  return {head, chunks: all()}
}
