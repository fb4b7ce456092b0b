/** How lines begin in which Docker's and Podman's clients say why they ran nothing. */
const BEGINNINGS = ['docker: ', 'Error: ']
/** What Docker says behind it. */
const BEHIND = /^\s*(?:(?:See|Run) 'docker run --help'.*)?\s*$/

/**
 * Lets through what a client and its container write, at once and byte by byte, but for the line in which the client says why
 * it ran nothing, where somebody has better words for that: who knows by the exit code what it was decides what becomes of it.
 */
export class HeldRefusal {
  private readonly write: (bytes: Buffer) => void
  private readonly retell: (line: string) => string | null
  /** a line that began like one of them, and what came behind it, as Latin-1: each byte is a character */
  private held = ''
  private retold: string | null = null
  private atLineStart = true

  constructor(write: (bytes: Buffer) => void, retell: (line: string) => string | null) {
    this.write = write
    this.retell = retell
  }

  hear(bytes: Buffer): void {
    for (const piece of bytes.toString('latin1').split(/(?<=\n)/)) this.take(piece)
  }

  /** What was held is told in the better words where the client failed, else as it was. */
  end(failed: boolean): void {
    if (failed && this.retold !== null) this.write(Buffer.from(this.retold))
    else this.letGo()
    this.held = ''
  }

  private take(piece: string): void {
    if (this.retold !== null && !BEHIND.test(piece)) this.letGo()
    if (this.retold !== null) {
      this.held += piece
      return
    }
    if (this.held !== '' || this.atLineStart) {
      this.held += piece
      const {held} = this
      const mayBegin = BEGINNINGS.some(each => held.startsWith(each) || each.startsWith(held))
      this.retold = mayBegin && held.endsWith('\n') ? this.retell(utf8(held)) : null
      if (this.retold === null && (!mayBegin || held.endsWith('\n'))) this.letGo()
    } else this.write(Buffer.from(piece, 'latin1'))
    this.atLineStart = piece.endsWith('\n')
  }

  private letGo(): void {
    if (this.held !== '') this.write(Buffer.from(this.held, 'latin1'))
    this.held = ''
    this.retold = null
  }
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}
