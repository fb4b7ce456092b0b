/** The longest head of an answer, and the longest line that says how long a chunk is, bytes. */
const MOST_HEAD = 64 * 1024
const MOST_LINE = 1024

const LF = 10

/** Called with where a piece of the body lies in the bytes that were given. */
export type BodyPiece = (bytes: Uint8Array, start: number, end: number) => void

/** What comes next. */
type Due = 'head' | 'chunk' | 'chunk-end' | 'size' | 'trailer' | 'rest' | 'nothing'

/**
 * Reads one answer (RFC 9112) out of bytes whose memory is used again, and copies none of its body: Node's own parser makes
 * garbage of each piece. Throws where it is no such answer.
 */
export class HttpAnswer {
  /** 0 until the head is there */
  status = 0
  private readonly body: BodyPiece
  private due: Due = 'head'
  private line = ''
  /** bytes of the chunk, or of the body, that are still to come */
  private left = 0

  constructor(body: BodyPiece) {
    this.body = body
  }

  /** True where nothing more belongs to it; one without a length ends with the connection. */
  get isWhole(): boolean {
    return this.due === 'nothing'
  }

  feed(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length && this.due !== 'nothing') {
      if (this.due === 'chunk' || this.due === 'rest') {
        const end = Math.min(bytes.length, at + this.left)
        this.body(bytes, at, end)
        this.left -= end - at
        at = end
        if (this.left === 0) this.due = this.due === 'chunk' ? 'chunk-end' : 'nothing'
      } else {
        const feed = bytes.indexOf(LF, at)
        const end = feed < 0 ? bytes.length : feed + 1
        this.line += Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1')
        at = end
        if (this.line.length > (this.due === 'head' ? MOST_HEAD : MOST_LINE)) throw new Error('a line is too long')
        if (feed >= 0) this.lineDone()
      }
    }
  }

  /** Says that the connection ended; true where all had come. */
  ended(): boolean {
    return this.isWhole || (this.due === 'rest' && this.left === Number.POSITIVE_INFINITY)
  }

  private lineDone(): void {
    // A head is read as one.
    if (this.due === 'head' && !/(^|\n)\r?\n$/.test(this.line)) return
    const {due, line} = this
    this.line = ''
    if (due === 'head') this.headDone(line)
    else if (due === 'chunk-end') this.due = 'size'
    else if (due === 'trailer') this.due = line.trim() === '' ? 'nothing' : 'trailer'
    else {
      const size = /^([0-9a-f]{1,13})\s*(;.*)?\r?\n$/i.exec(line)?.[1]
      if (size === undefined) throw new Error('a chunk does not say how long it is')
      this.left = Number.parseInt(size, 16)
      this.due = this.left === 0 ? 'trailer' : 'chunk'
    }
  }

  private headDone(head: string): void {
    const status = /^HTTP\/1\.\d (\d{3})\b/.exec(head)?.[1]
    if (status === undefined) throw new Error('the answer is not HTTP')
    this.status = Number(status)
    if (/^transfer-encoding:\s*chunked\s*$/im.test(head)) this.due = 'size'
    else {
      const length = /^content-length:\s*(\d+)\s*$/im.exec(head)?.[1]
      this.left = length === undefined ? Number.POSITIVE_INFINITY : Number(length)
      this.due = this.left === 0 ? 'nothing' : 'rest'
    }
  }
}
