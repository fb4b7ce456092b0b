import {deflateRawSync, gzipSync} from 'node:zlib'
import type {Chance} from '../chance.ts'
import {frameOf, skippable} from '../image/tar/zstd-bytes.ts'
import {damageBytes} from './damage-tar.ts'

/** A small GNU tar as zstd -19 --check packs it: entropy-coded blocks, which nothing here can write. */
const PACKED = Buffer.from(
  'KLUv/WQAJ/0SAPpISAgXgKmkOUAEIjCqSBLjfGlpyZaCHJOuo9uQAHYAdQC11VVTPbXUUbdmHeqjjS6a6KGFDro06UDfbHPNNM8sc8ydOYf5ZJNLJnlkkUOuTDnIF1tcMcUTSxxxY8Yhvm69OvXp0qO3s4d+3Hhx4sOFBy8nD/y2a3qW484KksAqMMDgQAABBzcIAA6CUREiQMPAAAMCCDhYgABBggMAABIIWKCAwcEAOJioCgczFQ4CCAjDafgMl+ExvMM5PAw/4Sa8hJPwES7CQ3iFU3gQfsEteAWn4BNcgkfwBmfwEPzKrbzKqXzKpTzKW87yUH7kRl7kRD7kQh7kJSd5IL/ALfAKnAKfwCXwCLyBM/AQ+N1210333HLH3Zt3uM82u2yyxxY77Nq0g30B0a/d2qud2qdd2qO97WwP7cdu7MVO7MMu7MFedrIH9gvdQq/QKfQJXUKP0Bs6Qw+h33E7Xsfp+ByX43G8x3k8HD/jZryMk/ExLsbDeI3TeDB+xa14FafiU1yKR/EWZ/FQ/Igb8SJOxIe4EA/iJU7igfgNt+EVZSCrCgQQEEJ81+16Xafrc12ux/Ve5/Vw/ayb9bJO1se6WA/rtU7rwfpVt+pVnapPdake1Vud1UP1o27UizpRH+pCPaiXOqkH6jfdptd0mj7TZXpM73ROD9NPukkv6SR9pIv0kF7plB6kX3SLXtEp+kSX6BG90Rk9BBogUCsoSEna/YXpgWsVPGG9AOkhPAYg02EI3SJQ6Zg6PEL0AEyLPnWAUQtywwHSewZV7RiQoqegMA7A7A/GlA8lOGDQAPNpuQERr6xS',
  'base64',
)

/** A tar as gzip: one member or many, levels, zeros behind it; or damaged. */
export function gzipOf(tar: Buffer, chance: Chance): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < tar.length || parts.length === 0; ) {
    const length = chance.is(0.6) ? tar.length : 1 + chance.below(tar.length)
    const piece = tar.subarray(at, at + length)
    parts.push(chance.is(0.1) ? withFields(piece, chance) : gzipSync(piece, {level: chance.of([0, 1, 6])}))
    at += length
  }
  if (chance.is(0.1)) parts.push(Buffer.alloc(chance.below(600)))
  const blob = Buffer.concat(parts)
  return chance.is(0.6) ? damageTimes(blob, chance) : blob
}

/** A member with optional fields in its header (RFC 1952): extra, name, comment, checksum of the header. */
function withFields(content: Buffer, chance: Chance): Buffer {
  const flags = chance.below(32)
  const head = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])
  return Buffer.concat([
    head,
    Buffer.from('\x02\0ab'),
    Buffer.from('name\0comment\0'),
    deflateRawSync(content),
    Buffer.alloc(8),
  ])
}

/** A tar as zstd: raw blocks, several frames, skippable ones, repeated bytes, odd headers; or what zstd itself packed. */
export function zstdOf(tar: Buffer, chance: Chance): Buffer {
  const parts: Buffer[] = []
  if (chance.is(0.2)) parts.push(skippable(chance.below(100), chance.below(16)))
  if (chance.is(0.3)) parts.push(PACKED)
  const text = tar.toString('latin1')
  // Content goes as UTF-8: only ASCII comes through unchanged, which is enough for most of a tar.
  const half = chance.is(0.5) ? text.length : chance.below(text.length)
  parts.push(frameOf(text.slice(0, half), {blocks: 1 + chance.below(3), checksum: chance.is(0.1), single: false}))
  if (half < text.length) parts.push(frameOf(text.slice(half)))
  if (chance.is(0.3)) parts.push(frameOf('', {rle: 1 + chance.below(128 * 1024), repeats: 1 + chance.below(6)}))
  if (chance.is(0.1)) {
    const options = {size: chance.below(4), single: chance.is(0.5), dictionary: chance.below(4)}
    parts.push(frameOf('text', options))
  }
  const blob = Buffer.concat(parts)
  return chance.is(0.6) ? damageTimes(blob, chance) : blob
}

function damageTimes(blob: Buffer, chance: Chance): Buffer {
  let damaged = blob
  for (let left = 1 + chance.below(3); left > 0; left--) damaged = damageBytes(damaged, chance)
  if (chance.is(0.3) && damaged.length > 20) damaged[4 + chance.below(14)] = chance.below(256)
  return damaged
}
