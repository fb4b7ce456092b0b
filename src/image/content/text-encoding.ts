import {HEAD_SIZE, looksBinary} from './looks-binary.ts'

/** How a file's text is spelled in bytes. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1'

/**
 * The encoding of a file that begins so, null where it is no text: UTF-16 by its byte order mark, else UTF-8 where the bytes
 * can be it, else Latin-1, in which any byte is a character. `whole`: the head is all there is.
 */
export function textEncodingOf(head: Uint8Array, whole: boolean): TextEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return readsAs('utf-16le', head) ? 'utf-16le' : null
  if (head[0] === 0xfe && head[1] === 0xff) return readsAs('utf-16be', head) ? 'utf-16be' : null
  if (looksBinary(head.subarray(0, HEAD_SIZE), whole && head.length <= HEAD_SIZE)) return null
  return readsAs('utf-8', head) ? 'utf-8' : 'latin1'
}

/** Whether all of these bytes but a character cut at their end are text in an encoding; UTF-16 has no zero characters. */
function readsAs(encoding: string, bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder(encoding, {fatal: true}).decode(bytes, {stream: true}).includes('\0')
  } catch {
    return false
  }
}
