/** Chosen anew by each process, so that no tar can be made whose names all fall into one slot. */
const SEED = (Math.random() * 0x7fffffff) | 0

/**
 * Hash of (parent, name in bytes[start, end)) for tables of a power of two: FNV-1a's step over four bytes at a time, begun with
 * the parent, its bits mixed at the end.
 */
export function hashOf(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = Math.imul(parent ^ SEED, 0x9e3779b1)
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    hash = Math.imul(hash ^ word, 0x01000193)
    hash ^= hash >>> 13
  }
  for (; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) >>> 0
}
