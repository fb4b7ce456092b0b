import type {Chance} from '../chance.ts'
import {seal} from '../image/tar/raw-tar.ts'

const NUMBERS = [
  '00000000000\0',
  '77777777777\0',
  '-0000000001\0',
  '            ',
  '\0'.repeat(12),
  '0000000x000\0',
  '00000001000 ',
]
const NAMES = [
  '../../x',
  '/',
  '',
  '.wh.',
  '.wh..wh..opq',
  'a/../../b',
  'etc',
  'etc/passwd/x',
  '.wh..wh.plnk',
  'x'.repeat(100),
  './.',
  '\xff\xfe',
]
const FLAGS = '\x0001234567DKLMNSVXAgxZ'
const FIELDS: readonly (readonly [at: number, length: number])[] = [
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [136, 12],
  [329, 8],
  [337, 8],
  [386, 12],
  [398, 12],
  [483, 12],
]

/** One to four damages of a tar: bytes flipped, cut, put elsewhere, and fields of headers set to what they should not be. */
export function damageTar(tar: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  let damaged: Buffer = Buffer.from(tar)
  for (let left = 1 + chance.below(4); left > 0; left--) damaged = damageOnce(damaged, chance, others)
  return damaged
}

function damageOnce(tar: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  const kind = chance.below(12)
  if (kind < 6) return damageHeader(tar, chance)
  if (kind === 6) return damageRecords(tar, chance)
  if (kind === 7) return spliceBlocks(tar, chance, others)
  return damageBytes(tar, chance)
}

/** Damage that knows nothing of tars. */
export function damageBytes(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(bytes.length)
  switch (chance.below(5)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes, Buffer.from(Array.from({length: chance.below(2000)}, () => chance.below(256)))])
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance.below(600))])
    case 3:
      return Buffer.from(bytes).fill(
        chance.of([0, 0xff, 0x20, chance.below(256)]),
        at,
        Math.min(bytes.length, at + 1 + chance.below(40)),
      )
    default:
      if (at < bytes.length) bytes[at]! ^= 1 << chance.below(8)
      return bytes
  }
}

/** Where blocks stand that look like headers. */
function headersOf(tar: Buffer): number[] {
  const found: number[] = []
  for (let at = 0; at + 512 <= tar.length; at += 512)
    if (tar.toString('latin1', at + 257, at + 262) === 'ustar') found.push(at)
  return found
}

function damageHeader(tar: Buffer, chance: Chance): Buffer {
  const headers = headersOf(tar)
  if (headers.length === 0) return damageBytes(tar, chance)
  const at = chance.of(headers)
  const header = tar.subarray(at, at + 512)
  switch (chance.below(8)) {
    case 0:
      header.fill(0, 0, 100).write(chance.of(NAMES), 0, 100, 'latin1')
      break
    case 1:
      header[156] = FLAGS.charCodeAt(chance.below(FLAGS.length))
      break
    case 2:
      header.fill(0, 157, 257).write(chance.of(NAMES), 157, 100, 'latin1')
      break
    case 3:
      header.write(chance.of(['ustar\x0000', 'ustar  \0', '\0'.repeat(8), 'ustar\0tar']), 257, 'latin1')
      break
    case 4:
      header[chance.of([482, 504, 508])] = chance.below(256)
      break
    case 5: {
      const [field, length] = chance.of(FIELDS)
      header.fill(chance.of([0xff, 0x80, 0x7f, 0]), field, field + length)
      if (chance.is(0.5)) header[field] = 0x80
      header[field + length - 1] = chance.below(256)
      break
    }
    case 6:
      header.write(`${chance.below(4096).toString(8).padStart(11, '0')}\0`, 124, 'latin1')
      break
    default: {
      const [field, length] = chance.of(FIELDS)
      header.write(chance.of(NUMBERS).slice(-length), field, length, 'latin1')
    }
  }
  if (chance.is(0.95)) seal(header, chance.is(0.05))
  return tar
}

/** Changes a digit or a sign in what follows a PAX header. */
function damageRecords(tar: Buffer, chance: Chance): Buffer {
  const headers = headersOf(tar).filter(
    at => 'xgX'.includes(String.fromCharCode(tar[at + 156]!)) && at + 1024 <= tar.length,
  )
  if (headers.length === 0) return damageHeader(tar, chance)
  const at = chance.of(headers) + 512
  const length = Math.max(1, tar.indexOf(0, at) - at)
  tar[at + chance.below(Math.min(length, 512))] = chance.of([0x30, 0x39, 0x31, 0x20, 0x3d, 0x0a, 0x2d, 0, 0xff])
  return tar
}

function spliceBlocks(tar: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  const other = chance.of(others)
  const block = () => chance.below(tar.length >> 9) * 512
  const from = chance.below(other.length >> 9) * 512
  const piece = chance.is(0.2) ? Buffer.alloc(512) : other.subarray(from, from + 512 * (1 + chance.below(4)))
  const at = block()
  return Buffer.concat([tar.subarray(0, at), piece, tar.subarray(chance.is(0.5) ? at : block())])
}
