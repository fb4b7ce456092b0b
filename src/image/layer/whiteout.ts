import {EntryMark} from './layer-index.ts'

/** image-spec layer.md, Whiteouts: what a base name means. `bytes` from `start` to `end` is the name. */
export function markOfName(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4 || bytes[start] !== 0x2e || bytes[start + 1] !== 0x77) return EntryMark.none
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 64)).toString('latin1')
  if (!text.startsWith('.wh.')) return EntryMark.none
  if (text === '.wh..wh..opq') return EntryMark.opaque
  // A whiteout without a name, or of a folder's own dots, hides nothing; taken for a deletion it would hide too much.
  if (text.startsWith('.wh..wh.') || text === '.wh.' || text === '.wh..' || text === '.wh...') return EntryMark.leftover
  return EntryMark.whiteout
}

/** How many bytes of a whiteout's name stand before the name it hides. */
export const WHITEOUT_PREFIX = 4

/** Of a leftover's name: true for `.wh.` with nothing, or a folder's own dots, behind it; aufs' own names are longer. */
export function isNamelessWhiteout(start: number, end: number): boolean {
  return end - start <= WHITEOUT_PREFIX + 2
}
