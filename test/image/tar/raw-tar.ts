/** Tars put together byte by byte, right and wrong ones: what a library would refuse to write. */

export interface RawMember {
  readonly name: string | Uint8Array
  /** the typeflag's letter */
  readonly flag?: string
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** as the header declares it; the content's length where absent */
  readonly size?: number
  readonly mtime?: number
  readonly link?: string | Uint8Array
  readonly content?: string | Uint8Array
  readonly dialect?: 'ustar' | 'gnu' | 'v7' | 'star'
  readonly prefix?: string
  readonly major?: number
  readonly minor?: number
  /** changes the header before its checksum is computed */
  readonly change?: (header: Buffer) => void
}

export const ZERO_BLOCK = Buffer.alloc(512)
export const END = Buffer.alloc(1024)

const MAGIC = {ustar: 'ustar\x0000', star: 'ustar\x0000', gnu: 'ustar  \x00', v7: ''} as const

/** Fills a content up to whole blocks. */
export function padded(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

/** `length` − 1 octal digits and a NUL. */
export function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`
}

/** A number in base-256, as GNU writes what octal can't hold. */
export function base256(value: bigint, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let rest = BigInt.asUintN(length * 8, value)
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn)
    rest >>= 8n
  }
  bytes[0]! |= 0x80
  return bytes
}

/** Sums the bytes of a header as POSIX says and writes the sum into it. */
export function seal(header: Buffer, signed = false): Buffer {
  header.fill(' ', 148, 156)
  let sum = 0
  for (const byte of header) sum += signed && byte > 127 ? byte - 256 : byte
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

export function rawHeader(member: RawMember): Buffer {
  const {dialect = 'ustar', flag = '0', content = ''} = member
  const header = Buffer.alloc(512)
  Buffer.from(member.name).copy(header, 0, 0, 100)
  header.write(octal(member.mode ?? 0o644, 8), 100, 'latin1')
  header.write(octal(member.uid ?? 0, 8), 108, 'latin1')
  header.write(octal(member.gid ?? 0, 8), 116, 'latin1')
  header.write(octal(member.size ?? Buffer.from(content).length, 12), 124, 'latin1')
  header.write(octal(member.mtime ?? 0, 12), 136, 'latin1')
  header.write(flag, 156, 'latin1')
  Buffer.from(member.link ?? '').copy(header, 157, 0, 100)
  header.write(MAGIC[dialect], 257, 'latin1')
  if (member.major !== undefined) header.write(octal(member.major, 8), 329, 'latin1')
  if (member.minor !== undefined) header.write(octal(member.minor, 8), 337, 'latin1')
  if (member.prefix !== undefined) header.write(member.prefix, 345, 'latin1')
  if (dialect === 'star') header.write('tar\0', 508, 'latin1')
  member.change?.(header)
  return seal(header)
}

/** A header and its content. */
export function raw(member: RawMember): Buffer {
  return Buffer.concat([rawHeader(member), padded(member.content ?? '')])
}

/** One PAX record: its length counts itself. */
export function paxRecord(key: string, value: string | Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

export type PaxPairs = Readonly<Record<string, string | Uint8Array>> | readonly (readonly [string, string])[]

/** An extended header of these records; `g` makes it a global one. */
export function pax(records: PaxPairs, flag: 'x' | 'g' | 'X' = 'x'): Buffer {
  const pairs = Array.isArray(records) ? (records as [string, string][]) : Object.entries(records)
  const content = Buffer.concat(pairs.map(([key, value]) => paxRecord(key, value as string)))
  return raw({name: 'PaxHeaders/x', flag, content})
}

/** GNU's header of a long name (`L`) or link target (`K`). */
export function gnuLong(flag: 'L' | 'K', text: string): Buffer {
  return raw({name: '././@LongLink', flag, dialect: 'gnu', content: `${text}\0`})
}

/** A whole tar, with its end mark. */
export function tarOf(...parts: readonly (RawMember | Buffer)[]): Buffer {
  return Buffer.concat([...parts.map(part => (Buffer.isBuffer(part) ? part : raw(part))), END])
}
