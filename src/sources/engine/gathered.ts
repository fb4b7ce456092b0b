import {finished, type Readable} from 'node:stream'

/** Each piece costs all who handle it the same, however small it is. */
const LEAST = 256 * 1024
const MOST = 8 * LEAST

/**
 * What arrives on a stream, in batches of the very pieces it came in: nothing is copied together. A batch has 256 KiB at least,
 * but for the last. Throws what the stream ends with; leaving the loop ends the stream.
 */
export async function* gathered(stream: Readable): AsyncIterable<readonly Uint8Array[]> {
  let held: Uint8Array[] = []
  let size = 0
  let ended = false
  let failure: Error | null = null
  let wake = () => {}
  const stopListening = finished(stream, {writable: false}, error => {
    ended = true
    failure = error ?? null
    wake()
  })
  stream.on('error', () => {})
  stream.on('data', (piece: Uint8Array) => {
    held.push(piece)
    size += piece.length
    if (size >= MOST) stream.pause()
    if (size >= LEAST) wake()
  })
  try {
    for (;;) {
      if (size < LEAST && !ended) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      const batch = held
      held = []
      size = 0
      if (batch.length > 0) {
        stream.resume()
        yield batch
      } else if (failure !== null) throw failure
      else if (ended) return
    }
  } finally {
    stopListening()
    stream.destroy()
  }
}
