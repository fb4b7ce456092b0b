/** Chosen anew by each process, so that no tar can be made whose names all fall into one slot. */
const SEED = (Math.random() * 0x7fffffff) | 0

/** Hash of (parent, name in bytes[start, end)): FNV-1a begun with the parent, its bits mixed, for tables of a power of two. */
export function hashOf(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = Math.imul(parent ^ SEED, 0x9e3779b1)
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) >>> 0
}
