import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** A line longer than this is no message of an engine, characters. */
const LONGEST = 1 << 20

/**
 * The JSON objects of a stream, one a line, as engines tell how push, pull and load go. Characters may be split between chunks,
 * and so may lines. Throws `engine-refused` for what is no such stream, and what `chunks` throws.
 */
export async function* ndjson(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Readonly<Record<string, unknown>>> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, {stream: true})
    const lines = text.split('\n')
    text = lines.pop()!
    if (text.length > LONGEST) throw notJson(text)
    for (const line of lines) yield* objectsOf(line)
  }
  yield* objectsOf(text + decoder.decode())
}

function* objectsOf(line: string): Generator<Readonly<Record<string, unknown>>> {
  if (line.trim() === '') return
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw notJson(line)
  }
  if (typeof value === 'object' && value !== null) yield value as Record<string, unknown>
}

function notJson(line: string): LensError {
  return new LensError('engine-refused', t`The engine says something that can't be understood: ${line.slice(0, 200)}`)
}
