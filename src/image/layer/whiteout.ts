import {EntryMark} from './layer-index.ts'

/** image-spec layer.md, Opaque Whiteout: the name that hides all that lower layers have in its folder. */
export const OPAQUE_NAME = '.wh..wh..opq'

const PREFIX = '.wh.'
/** aufs keeps its own things under such names; to Docker they are no files either. */
const OWN_PREFIX = '.wh..wh.'

/** The name that hides a name of the layers below in the same folder. */
export function whiteoutName(name: string): string {
  return `${PREFIX}${name}`
}

/** True for what a union file system keeps for itself: opaque marks, and what aufs leaves. */
export function isOwnName(name: string): boolean {
  return name.startsWith(OWN_PREFIX)
}

/** image-spec layer.md, Whiteouts: what a base name means. `bytes` from `start` to `end` is the name. */
export function markOfName(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4 || bytes[start] !== 0x2e || bytes[start + 1] !== 0x77) return EntryMark.none
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 64)).toString('latin1')
  if (!text.startsWith(PREFIX)) return EntryMark.none
  if (text === OPAQUE_NAME) return EntryMark.opaque
  // A whiteout without a name, or of a folder's own dots, hides nothing; taken for a deletion it would hide too much.
  if (isOwnName(text) || ['', '.', '..'].includes(text.slice(PREFIX.length))) return EntryMark.leftover
  return EntryMark.whiteout
}

/** How many bytes of a whiteout's name stand before the name it hides. */
export const WHITEOUT_PREFIX = PREFIX.length

/** Of a leftover's name: true for `.wh.` with nothing, or a folder's own dots, behind it; aufs' own names are longer. */
export function isNamelessWhiteout(start: number, end: number): boolean {
  return end - start <= WHITEOUT_PREFIX + 2
}
