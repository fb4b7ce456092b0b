import {printable} from '../../text/printable.ts'

/** A line longer than this is shown in pieces, characters. */
const LONGEST = 1 << 16

/**
 * A file's bytes as text for a terminal, chunk by chunk: every escape and control is shown instead of obeyed, lines stay
 * lines. A character or line that is cut by the end of a chunk waits for the next.
 */
export class TerminalText {
  private readonly decoder = new TextDecoder('utf-8')
  private rest = ''

  write(chunk: Uint8Array): string {
    const text = this.rest + this.decoder.decode(chunk, {stream: true})
    const end = text.lastIndexOf('\n') + 1
    const ready = text.length - end > LONGEST ? text.length : end
    this.rest = text.slice(ready)
    return printable(text.slice(0, ready), {lines: true})
  }

  end(): string {
    return printable(this.rest + this.decoder.decode(), {lines: true})
  }
}
