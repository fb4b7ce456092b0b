/** A stream whose first piece was looked at. */
export interface Peeked {
  /** empty where the stream is, or where it failed before it gave any */
  readonly head: Uint8Array
  /** All of it, the first piece again; once. Throws what the stream threw. Leaving the loop closes it. */
  all(): AsyncIterable<Uint8Array>
  /** Closes what won't be read. */
  close(): Promise<void>
}

/** Looks at a stream's first piece: what follows is then read by those who know what it is. */
export async function peeked(pieces: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = pieces[Symbol.asyncIterator]()
  let first: IteratorResult<Uint8Array> | null = null
  let failure: unknown = null
  try {
    first = await iterator.next()
  } catch (error) {
    failure = error
  }
  const close = async () => void (await iterator.return?.())
  return {
    head: first === null || first.done ? new Uint8Array(0) : first.value,
    async *all() {
      if (first === null) throw failure
      try {
        for (let next = first; !next.done; next = await iterator.next()) yield next.value
      } finally {
        await close()
      }
    },
    close,
  }
}
