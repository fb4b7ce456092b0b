import {ByteRun} from './byte-run.ts'
import {type LineIndex, LineIndexer, type Segment} from './line-index.ts'
import type {TextEncoding} from './text-encoding.ts'

/** A file's text, as far as it was read. */
export interface TextContent {
  readonly encoding: TextEncoding
  /** in UTF-8 or Latin-1; UTF-16 was written anew */
  readonly bytes: ByteRun
  readonly index: LineIndex
}

const utf8 = new TextDecoder('utf-8')
const latin1 = new TextDecoder('latin1')

/** The characters of a segment, without the end of its line. Hostile. */
export function segmentText({encoding, bytes}: TextContent, {start, end}: Segment): string {
  return (encoding === 'latin1' ? latin1 : utf8).decode(bytes.slice(start, end))
}

/** A needle as it stands in the bytes of a text. */
export function encodedLike({encoding}: Pick<TextContent, 'encoding'>, text: string): Uint8Array {
  return Buffer.from(text, encoding === 'latin1' ? 'latin1' : 'utf8')
}

/** Makes a text of the bytes that come in. */
export class TextReader {
  private readonly encoding: TextEncoding
  private readonly decoder: InstanceType<typeof TextDecoder> | null
  private readonly indexer = new LineIndexer()
  private bytes = ByteRun.EMPTY

  constructor(encoding: TextEncoding) {
    this.encoding = encoding
    this.decoder = encoding.startsWith('utf-16') ? new TextDecoder(encoding) : null
  }

  /** The next bytes of the file, which nobody writes to any more. */
  add(bytes: Uint8Array): void {
    const text = this.decoder === null ? bytes : Buffer.from(this.decoder.decode(bytes, {stream: true}))
    this.indexer.add(text)
    this.bytes = this.bytes.with(text)
  }

  /** The text as it is by now. */
  content(): TextContent {
    return {encoding: this.encoding, bytes: this.bytes, index: this.indexer.index(this.bytes)}
  }
}
