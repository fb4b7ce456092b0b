import type {ReadAt} from '../tar/hop.ts'
import {column, firstOf, grown} from './columns.ts'
import type {LayerColumns} from './layer-index.ts'

/**
 * The few small files that explain the rest of an image: who its owners are, and which distribution it stands on. A scan
 * keeps their bytes with the index: to find them again in a compressed layer would mean to unpack it once more.
 */
const NAMES = ['passwd', 'group', 'os-release'].map(name => Buffer.from(name))
/** They lie in folders of these names, most often right below the root or /usr. */
const FOLDERS = ['etc', 'lib'].map(name => Buffer.from(name))

/** A layer that wants to keep more than this is not what it says it is, or not worth it: bytes, and files. */
const MOST_BYTES = 256 * 1024
const MOST_FILES = 64

/** Of a folder's path, in bytes[start, end): true where its last name is one that such files lie in. */
export function mayHoldKept(bytes: Uint8Array, start: number, end: number): boolean {
  let to = end
  while (to > start && bytes[to - 1] === 0x2f) to--
  const from = to - FOLDERS[0]!.length
  if (from < start || (from > start && bytes[from - 1] !== 0x2f)) return false
  return FOLDERS.some(name => isName(bytes, from, to, name))
}

/** Of a base name in such a folder: true for the files themselves. */
export function isKeptName(bytes: Uint8Array, start: number, end: number): boolean {
  return NAMES.some(name => isName(bytes, start, end, name))
}

function isName(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false
  return true
}

interface Place {
  readonly entry: number
  /** where its content starts, bytes from the start of the uncompressed tar */
  readonly offset: number
  /** where it is kept, and how much of it is there */
  readonly start: number
  readonly size: number
  filled: number
}

/** Collects the contents of one layer's kept files: a place is made for each, then filled as bytes come, or all at once. */
export class KeptFiles {
  private readonly places: Place[] = []
  private bytes = column(Uint8Array, 0)
  private length = 0

  /** Makes a place for an entry of `size` bytes; does nothing where there is no room for it. */
  expect(entry: number, offset: number, size: number): void {
    if (this.places.length >= MOST_FILES || this.length + size > MOST_BYTES) return
    const start = this.length
    this.length += size
    if (this.length > this.bytes.length) this.bytes = grown(this.bytes, Math.max(8192, this.length * 2))
    this.places.push({entry, offset, start, size, filled: 0})
  }

  /** The entry that `fill` fills; −1 for none. */
  get last(): number {
    return this.places.at(-1)?.entry ?? -1
  }

  /** The next bytes of the last entry. */
  fill(bytes: Uint8Array, start: number, end: number): void {
    const place = this.places.at(-1)!
    this.bytes.set(bytes.subarray(start, end), place.start + place.filled)
    place.filled += end - start
  }

  /** Fills every place from a tar that can be read anywhere. */
  fillFrom(readAt: ReadAt): void {
    for (const place of this.places) {
      const {start, size, offset} = place
      for (let got = 1; got > 0 && place.filled < size; place.filled += got) {
        got = readAt(this.bytes.subarray(start + place.filled, start + size), offset + place.filled)
      }
    }
  }

  /** What was filled whole: nulls where nothing was. */
  columns(): Pick<LayerColumns, 'keptEntry' | 'keptStart' | 'keptBytes'> {
    const whole = this.places.filter(place => place.filled === place.size)
    if (whole.length === 0) return {keptEntry: null, keptStart: null, keptBytes: null}
    const keptEntry = column(Int32Array, whole.length)
    const keptStart = column(Uint32Array, whole.length * 2)
    for (const [i, {entry, start, size}] of whole.entries()) {
      keptEntry[i] = entry
      keptStart[2 * i] = start
      keptStart[2 * i + 1] = start + size
    }
    return {keptEntry, keptStart, keptBytes: firstOf(this.bytes, this.length)}
  }
}
