import {createHash} from 'node:crypto'
import {closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync} from 'node:fs'
import {dirname} from 'node:path'
import * as zlib from 'node:zlib'
import type {Numbers} from '../../image/layer/columns.ts'
import type {LayerColumns, LayerFacts} from '../../image/layer/layer-index.ts'

/**
 * Columns and facts in one file: 32 bytes (magic, format version, length of the JSON, checksum), the JSON (facts, counts and a
 * table of columns), then the columns as they lie in memory, each at a multiple of eight. Read in one go into shared memory,
 * where the columns become views. The format version also stands for the meaning of what is stored: count it up with either.
 */
const MAGIC = 0x584c4c31
const FORMAT = 8
const HEADER = 32

const KINDS = {Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array} as const
type KindName = keyof typeof KINDS

interface ColumnPlace {
  readonly name: string
  readonly kind: KindName
  readonly length: number
  readonly offset: number
}

interface Contents {
  readonly facts: unknown
  /** members of the columns' object that are plain numbers */
  readonly counts: Readonly<Record<string, number>>
  readonly columns: readonly ColumnPlace[]
}

/** An object whose typed arrays and numbers are kept; null members are left out. */
type Columns = Readonly<Record<string, Numbers | number | null>>

type Crc = (data: Uint8Array, value?: number) => number
/** zlib.crc32 came with Node 20.15 and 22.2; an older Node takes a piece of SHA-256. Files say which by their checksum kind. */
const crc32 = (zlib as {crc32?: Crc}).crc32

function checksum(bytes: Uint8Array): {kind: number; value: number} {
  if (crc32) return {kind: 1, value: crc32(bytes) >>> 0}
  return {kind: 2, value: createHash('sha256').update(bytes).digest().readUInt32LE(0)}
}

const aligned = (offset: number) => (offset + 7) & ~7

/** Keeps a LayerIndex. Throws what the disk throws. */
export function writeCacheFile(path: string, columns: LayerColumns, facts: LayerFacts): number {
  return writeColumnFile(path, columns as unknown as Columns, facts)
}

/** Reads what `writeCacheFile` wrote. Null where there is none, or where it is damaged or of another format. */
export function readCacheFile(path: string): {columns: LayerColumns; facts: LayerFacts} | null {
  const found = readColumnFile(path)
  if (found === null) return null
  const absent = {
    entryStored: null,
    entryNanos: null,
    entryDigits: null,
    entryXattrs: null,
    contentDigests: null,
    keptEntry: null,
    keptStart: null,
    keptBytes: null,
  }
  return {columns: {...absent, ...found.columns} as unknown as LayerColumns, facts: found.facts as LayerFacts}
}

/** Writes by temporary name, sync and rename: a reader sees the old file, the new one, or none. Throws what the disk throws. */
export function writeColumnFile(path: string, columns: Columns, facts: unknown): number {
  const places: ColumnPlace[] = []
  const parts: Numbers[] = []
  const counts: Record<string, number> = {}
  let offset = 0
  for (const [name, value] of Object.entries(columns)) {
    if (typeof value === 'number') counts[name] = value
    if (!ArrayBuffer.isView(value)) continue
    const kind = value.constructor.name as KindName
    places.push({name, kind, length: value.length, offset})
    parts.push(value)
    offset = aligned(offset + value.byteLength)
  }
  const contents: Contents = {facts, counts, columns: places}
  const json = Buffer.from(JSON.stringify(contents))
  const start = aligned(HEADER + json.length)
  const file = Buffer.alloc(start + offset)
  json.copy(file, HEADER)
  for (const [i, part] of parts.entries()) {
    file.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), start + places[i]!.offset)
  }
  const sum = checksum(file.subarray(HEADER))
  file.writeUInt32LE(MAGIC, 0)
  file.writeUInt32LE(FORMAT, 4)
  file.writeUInt32LE(json.length, 8)
  file.writeUInt32LE(sum.kind, 12)
  file.writeUInt32LE(sum.value, 16)
  file.writeUInt32LE(0x01020304, 20) // columns are in this machine's byte order
  file.writeDoubleLE(file.length, 24)
  writeWhole(path, file)
  return file.length
}

/** Puts bytes at `path` by temporary name, sync and rename. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700})
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`
  try {
    const fd = openSync(temporary, 'wx', 0o600)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, {force: true})
    throw error
  }
}

/** Reads what `writeColumnFile` wrote; null as `readCacheFile`. */
export function readColumnFile(path: string): {columns: Readonly<Record<string, unknown>>; facts: unknown} | null {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const size = fstatSync(fd).size
    if (size < HEADER) return null
    const memory = new SharedArrayBuffer(aligned(size))
    const bytes = Buffer.from(memory, 0, size)
    for (let at = 0; at < size; ) {
      const got = readSync(fd, bytes, at, size - at, at)
      if (got === 0) return null
      at += got
    }
    return decode(memory, bytes)
  } catch {
    return null
  } finally {
    closeSync(fd)
  }
}

function decode(
  memory: SharedArrayBuffer,
  bytes: Buffer,
): {columns: Readonly<Record<string, unknown>>; facts: unknown} | null {
  if (bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== FORMAT) return null
  if (bytes.readUInt32LE(20) !== 0x01020304 || bytes.readDoubleLE(24) !== bytes.length) return null
  const sum = checksum(bytes.subarray(HEADER))
  if (sum.kind !== bytes.readUInt32LE(12) || sum.value !== bytes.readUInt32LE(16)) return null
  const jsonLength = bytes.readUInt32LE(8)
  const contents = JSON.parse(Buffer.from(bytes.subarray(HEADER, HEADER + jsonLength)).toString()) as Contents
  const start = aligned(HEADER + jsonLength)
  const columns: Record<string, unknown> = {...contents.counts}
  for (const place of contents.columns) {
    const kind = KINDS[place.kind] as new (buffer: ArrayBufferLike, offset: number, length: number) => Numbers
    columns[place.name] = new kind(memory, start + place.offset, place.length)
  }
  return {columns, facts: contents.facts}
}
