/** True where a path has a `..` among its parts. */
export function climbs(name: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i + 1 < end; i++) {
    if (name[i] !== 0x2e || name[i + 1] !== 0x2e) continue
    if ((i === start || name[i - 1] === 0x2f) && (i + 2 === end || name[i + 2] === 0x2f)) return true
  }
  return false
}

/** The path without its `..` and what they take back, as the engines clean names: by text alone, and never above the root. */
export function withoutClimbing(name: Uint8Array, start: number, end: number): Uint8Array {
  const kept: string[] = []
  for (const part of Buffer.from(name.subarray(start, end)).toString('latin1').split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return Buffer.from(kept.join('/'), 'latin1')
}
