import {LensError} from '../../image/oci/error.ts'
import {BLOCK, readNumber} from '../../image/tar/header.ts'
import {t} from '../../text/translate.ts'
import type {TarBytes} from './tar-bytes.ts'

/**
 * Where the bytes of a sparse file stand ("Storing Sparse Files" in the GNU tar manual): runs in order, without overlaps;
 * what lies between them is zero.
 */
export interface Extents {
  readonly offsets: readonly number[]
  /** same length as `offsets` */
  readonly lengths: readonly number[]
  /** Σ lengths */
  readonly stored: number
  /** where the last run ends */
  readonly end: number
}

/** More runs than any file system gives; each costs 16 bytes. */
const MOST_RUNS = 1 << 20

function damaged(): LensError {
  return new LensError('tar-damaged', t`The map of this sparse file is damaged: its holes are not known.`, {
    advice: t`Look at the layer with another tool, or write the image again.`,
  })
}

/** The map of a file of `size` bytes without holes. */
export function wholeExtents(size: number): Extents {
  return {offsets: [0], lengths: [size], stored: size, end: size}
}

/** Collects runs and checks them. Runs without bytes only mark the end of a file. */
class ExtentList {
  private readonly offsets: number[] = []
  private readonly lengths: number[] = []
  private stored = 0
  private end = 0

  add(offset: number, length: number): void {
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || length < 0 || offset < this.end) {
      throw damaged()
    }
    if (!Number.isSafeInteger(offset + length)) throw damaged()
    this.end = offset + length
    this.stored += length
    if (length === 0) return
    if (this.offsets.length === MOST_RUNS) {
      throw new LensError('limit-exceeded', t`A sparse file with more than ${MOST_RUNS} runs is not read.`)
    }
    this.offsets.push(offset)
    this.lengths.push(length)
  }

  build(): Extents {
    return {offsets: this.offsets, lengths: this.lengths, stored: this.stored, end: this.end}
  }
}

/** Old GNU format: four runs in the header, 21 in each block that follows while byte 504 says so. */
export async function oldGnuExtents(header: Uint8Array, nextBlock: () => Promise<Uint8Array>): Promise<Extents> {
  const list = new ExtentList()
  addGnuRuns(list, header, 386, 4)
  for (let more = header[482] !== 0; more; ) {
    const block = await nextBlock()
    addGnuRuns(list, block, 0, 21)
    more = block[504] !== 0
  }
  return list.build()
}

function addGnuRuns(list: ExtentList, bytes: Uint8Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const run = at + i * 24
    if (bytes[run] === 0 || bytes[run + 12] === 0) return
    list.add(readNumber(bytes, run, 12), readNumber(bytes, run + 12, 12))
  }
}

/** The records of a PAX header that speak of holes, in order: version 0.0 repeats its keys. */
function* sparseRecords(records: Uint8Array): Generator<readonly [key: string, value: string]> {
  for (let at = 0; at < records.length && records[at] !== 0; ) {
    const space = records.indexOf(0x20, at)
    const length = Number(text(records, at, Math.min(space, at + 10)))
    if (space < 0 || !Number.isInteger(length) || length <= 0 || at + length > records.length) return
    const equals = records.indexOf(0x3d, space)
    if (equals < 0 || equals >= at + length) return
    const key = text(records, space + 1, equals)
    if (key.startsWith('GNU.sparse.'))
      yield [key.slice('GNU.sparse.'.length), text(records, equals + 1, at + length - 1)]
    at += length
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1')
}

/** True where the map stands at the head of the content. */
export function isPaxSparse1(records: Uint8Array): boolean {
  for (const [key, value] of sparseRecords(records)) if (key === 'major') return Number(value) === 1
  return false
}

/** PAX 0.0 (a record for each number) and 0.1 (one record with all); null for a file that is not sparse. */
export function paxExtents(records: Uint8Array): Extents | null {
  const list = new ExtentList()
  let isSparse = false
  let offset: number | null = null
  for (const [key, value] of sparseRecords(records)) {
    if (key === 'size' || key === 'numblocks') isSparse = true
    else if (key === 'offset') offset = decimal(value)
    else if (key === 'numbytes') {
      if (offset === null) throw damaged()
      list.add(offset, decimal(value))
      offset = null
    } else if (key === 'map') {
      isSparse = true
      const numbers = value === '' ? [] : value.split(',').map(decimal)
      if (numbers.length % 2 !== 0) throw damaged()
      for (let i = 0; i < numbers.length; i += 2) list.add(numbers[i]!, numbers[i + 1]!)
    }
  }
  return isSparse ? list.build() : null
}

/**
 * PAX 1.0: at the head of the content, in whole blocks, decimal numbers with a line end each: how many runs, then offset and
 * length of each. `stored`: bytes that the map may take at most.
 */
export async function readSparse1Extents(tar: TarBytes, stored: number): Promise<Extents> {
  const list = new ExtentList()
  const limit = tar.position + stored
  let block: Uint8Array = new Uint8Array(0)
  let at = 0
  const nextNumber = async () => {
    let digits = ''
    for (;;) {
      if (at === block.length) {
        if (tar.position + BLOCK > limit) throw damaged()
        block = await tar.take(BLOCK)
        at = 0
      }
      const byte = block[at++]!
      if (byte === 0x0a) return decimal(digits)
      digits += String.fromCharCode(byte)
      if (digits.length > 20) throw damaged()
    }
  }
  for (let left = await nextNumber(); left > 0; left--) list.add(await nextNumber(), await nextNumber())
  return list.build()
}

function decimal(digits: string): number {
  if (!/^\d{1,20}$/.test(digits)) throw damaged()
  return Number(digits)
}
