import type {ByteRun} from './byte-run.ts'

/**
 * A line of a text, or a part of one that is very long: what is decoded and measured at once stays small, whatever the file
 * holds.
 */
export interface Segment {
  /** number in the text, from 0 */
  readonly number: number
  /** number of the line it belongs to, from 0 */
  readonly line: number
  /** false where the line began in a segment before */
  readonly first: boolean
  /** bytes from the start of the text */
  readonly start: number
  /** behind its last byte, the end of the line not counted */
  readonly end: number
}

/** Bytes of a segment; a character that begins before is taken whole. */
export const SEGMENT = 4096
/** Longest character in UTF-8, bytes. */
const CHARACTER = 4
/** A place is kept for one of so many segments; the others are found from there. */
const STEP = 16

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Where the lines of a text begin, over UTF-8 or a single-byte encoding: a few bytes for sixteen lines. */
export class LineIndex {
  readonly segmentCount: number
  readonly lineCount: number
  private readonly text: ByteRun
  private readonly marks: Marks

  constructor(text: ByteRun, marks: Marks, segmentCount: number, lineCount: number) {
    this.text = text
    this.marks = marks
    this.segmentCount = segmentCount
    this.lineCount = lineCount
  }

  /** Up to `count` segments from segment `from` on. */
  segments(from: number, count: number): Segment[] {
    const found: Segment[] = []
    const last = Math.min(from + count, this.segmentCount)
    if (from < 0 || from >= last) return found
    const mark = Math.floor(from / STEP)
    let start = this.marks.starts[mark]!
    let line = this.marks.lines[mark]! >>> 1
    let first = (this.marks.lines[mark]! & 1) === 0
    for (let number = mark * STEP; number < last; number++) {
      const bytes = this.text.slice(start, start + SEGMENT + CHARACTER)
      const length = segmentLength(bytes)
      const ends = bytes[length - 1] === LINE_FEED
      if (number >= from) {
        const end = start + length - (ends ? (bytes[length - 2] === CARRIAGE_RETURN ? 2 : 1) : 0)
        found.push({number, line, first, start, end})
      }
      start += length
      if (ends) line++
      first = ends
    }
    return found
  }

  /** The number of the segment that holds a byte of the text; the last one for what is beyond. */
  segmentAt(offset: number): number {
    const {starts} = this.marks
    let low = 0
    let high = Math.max(0, Math.ceil(this.segmentCount / STEP) - 1)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    const near = this.segments(low * STEP, STEP)
    return (near.findLast(segment => segment.start <= offset) ?? near[0])?.number ?? 0
  }
}

interface Marks {
  readonly starts: Uint32Array
  /** twice the number of the line, and one more where the line began before */
  readonly lines: Uint32Array
}

/** How many of these bytes, which begin a segment, belong to it. */
function segmentLength(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === LINE_FEED) return i + 1
    if (i >= SEGMENT && endsAt(byte, i)) return i
  }
  return bytes.length
}

/** Whether a long line is cut before a byte: not in the middle of a character. */
function endsAt(byte: number, length: number): boolean {
  return (byte & 0xc0) !== 0x80 || length >= SEGMENT + CHARACTER - 1
}

/** Finds the lines while the text comes in. What `index` gave stays true when more is added. */
export class LineIndexer {
  private marks: Marks = {starts: new Uint32Array(64), lines: new Uint32Array(64)}
  private segments = 0
  private lines = 0
  private position = 0
  private start = 0
  private first = true

  /** The next bytes of the text. */
  add(bytes: Uint8Array): void {
    const base = this.position
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      const length = base + i - this.start
      if (byte === LINE_FEED) this.close(base + i + 1, true)
      else if (length >= SEGMENT && endsAt(byte, length)) this.close(base + i, false)
    }
    this.position = base + bytes.length
  }

  /** `text`: all that was added so far. */
  index(text: ByteRun): LineIndex {
    const open = this.position > this.start
    if (open) this.mark()
    const unended = open || !this.first
    return new LineIndex(text, this.marks, this.segments + (open ? 1 : 0), this.lines + (unended ? 1 : 0))
  }

  private close(end: number, line: boolean): void {
    this.mark()
    this.segments++
    if (line) this.lines++
    this.start = end
    this.first = line
  }

  /** Keeps where the segment that is under way begins, if it is one of those that are kept. */
  private mark(): void {
    if (this.segments % STEP !== 0) return
    const at = this.segments / STEP
    // Indexes given away keep the old columns, which are never written to in places that they look at.
    if (at === this.marks.starts.length) this.marks = {starts: twice(this.marks.starts), lines: twice(this.marks.lines)}
    this.marks.starts[at] = this.start
    this.marks.lines[at] = this.lines * 2 + (this.first ? 0 : 1)
  }
}

function twice(column: Uint32Array): Uint32Array {
  const wider = new Uint32Array(column.length * 2)
  wider.set(column)
  return wider
}
