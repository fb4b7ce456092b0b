import stringWidth from 'string-width'

interface Cell {
  /** '' is the second half of the wide character before it */
  text: string
  style: string
}

const BLANK: Cell = {text: ' ', style: ''}

/** Every sequence that this program has a reason to write: whatever else arrives came out of somebody's image. */
const KNOWN = /^\x1b\[(?:([0-9;]*)m|(\d*)([ABCDEFGJK])|(\d*)(?:;(\d*))?H|\?(25|1000|1006|1049|2004|2026)([hl]))/

/** Questions: the colour behind the text (OSC 11), and what the terminal is (DA1). */
const QUESTION = /^\x1b(?:\]11;\?(?:\x07|\x1b\\)|\[0?c)/

/** A text for the clipboard, in base64 (xterm, OSC 52). */
const CLIPBOARD = /^\x1b\]52;c;((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\x07/

/**
 * A terminal in memory, as far as this program uses one: what is written becomes cells. It is strict: a sequence or a control
 * character that the program has no reason to write is kept in `strange`, and so is a row that runs over the right edge.
 */
export class VirtualTerminal {
  columns: number
  rows: number
  alternate = false
  /** whether there is a screen beside the one that scrolls; where not, nothing happens when it is asked for */
  hasAlternate = true
  cursorVisible = true
  /** modes of the mouse that are on */
  readonly mouse = new Set<string>()
  readonly strange: string[] = []
  /** what was last put there, null for nothing */
  clipboard: string | null = null
  /** the colour behind its text, in X11's words; null where it does not tell that */
  ground: string | null = null
  /** where what it answers goes, as if it was typed; null where it answers nothing at all */
  answer: ((text: string) => void) | null = null
  /** all that was ever written */
  raw = ''
  private cells: Cell[][]
  private main: {cells: Cell[][]; row: number; column: number} | null = null
  private row = 0
  private column = 0
  private style = ''

  constructor(columns: number, rows: number) {
    this.columns = columns
    this.rows = rows
    this.cells = this.blank()
  }

  /** Keeps what still fits, as terminals do with the alternate screen. */
  resize(columns: number, rows: number): void {
    const scrolled = Math.max(0, this.row - rows + 1)
    const fitted = (cells: Cell[][]) =>
      Array.from({length: rows}, (_, row) =>
        Array.from({length: columns}, (_, column) => cells[row + scrolled]?.[column] ?? BLANK),
      )
    this.cells = fitted(this.cells)
    if (this.main !== null) this.main.cells = fitted(this.main.cells)
    this.columns = columns
    this.rows = rows
    this.row = Math.min(this.row - scrolled, rows - 1)
    this.column = Math.min(this.column, columns - 1)
  }

  write(text: string): void {
    this.raw += text
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at)!
      const character = String.fromCodePoint(code)
      if (character === '\x1b') {
        const copied = CLIPBOARD.exec(text.slice(at))
        if (copied !== null) {
          this.clipboard = Buffer.from(copied[1]!, 'base64').toString()
          at += copied[0].length
          continue
        }
        const question = QUESTION.exec(text.slice(at, at + 20))
        if (question !== null) {
          this.reply(question[0])
          at += question[0].length
          continue
        }
        const found = KNOWN.exec(text.slice(at, at + 40))
        if (found === null) this.strange.push(text.slice(at, at + 20))
        else this.obey(found)
        at += found === null ? 1 : found[0].length
        continue
      }
      at += character.length
      if (character === '\n') this.lineFeed()
      else if (character === '\r') this.column = 0
      else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) this.strange.push(JSON.stringify(character))
      else this.print(character)
    }
  }

  /** One string a row, trailing blanks cut. */
  text(): string {
    return this.cells
      .map(row =>
        row
          .map(cell => cell.text)
          .join('')
          .trimEnd(),
      )
      .join('\n')
  }

  /** The same with the style of each run in front of it, as `{31}text`. */
  styled(): string {
    return this.cells
      .map(row => {
        let style = ''
        return row
          .map(cell => {
            const mark = cell.style === style ? '' : `{${cell.style}}`
            style = cell.style
            return mark + cell.text
          })
          .join('')
          .trimEnd()
      })
      .join('\n')
  }

  /** Where the next character goes, counted from 0. */
  get cursor(): {readonly row: number; readonly column: number} {
    return {row: this.row, column: this.column}
  }

  /** What stands in a cell, counted from 0. */
  cell(row: number, column: number): string {
    return this.cells[row]?.[column]?.text ?? ''
  }

  private reply(question: string): void {
    if (question.endsWith('c')) this.answer?.('\x1b[?62;22c')
    else if (this.ground !== null) this.answer?.(`\x1b]11;${this.ground}\x1b\\`)
  }

  private blank(): Cell[][] {
    return Array.from({length: this.rows}, () => Array.from({length: this.columns}, () => BLANK))
  }

  private obey([, sgr, count, move, line, column, mode, onOff]: RegExpExecArray): void {
    if (sgr !== undefined) this.paint(sgr)
    else if (mode !== undefined) this.setMode(mode, onOff === 'h')
    else if (move !== undefined) this.move(move, count === '' ? null : Number(count))
    else {
      this.row = clamp(Number(line || 1) - 1, this.rows)
      this.column = clamp(Number(column || 1) - 1, this.columns)
    }
  }

  private move(kind: string, count: number | null): void {
    const by = Math.max(1, count ?? 1)
    if (kind === 'A') this.row = clamp(this.row - by, this.rows)
    else if (kind === 'B') this.row = clamp(this.row + by, this.rows)
    else if (kind === 'C') this.column = clamp(this.column + by, this.columns)
    else if (kind === 'D') this.column = clamp(this.column - by, this.columns)
    else if (kind === 'G') this.column = clamp(by - 1, this.columns)
    else if (kind === 'E' || kind === 'F') {
      this.row = clamp(this.row + (kind === 'E' ? by : -by), this.rows)
      this.column = 0
    } else this.erase(kind, count ?? 0)
  }

  private erase(kind: string, what: number): void {
    const column = Math.min(this.column, this.columns - 1)
    const wipe = (row: number, from: number, to: number) => {
      for (let i = from; i < to; i++) this.cells[row]![i] = BLANK
    }
    wipe(this.row, what === 0 ? column : 0, what === 1 ? column + 1 : this.columns)
    if (kind === 'K') return
    for (let row = 0; row < this.rows; row++)
      if (what === 2 || (what === 0 && row > this.row) || (what === 1 && row < this.row)) wipe(row, 0, this.columns)
  }

  private setMode(mode: string, on: boolean): void {
    if (mode === '25') this.cursorVisible = on
    if (mode === '1000' || mode === '1006') this.mouse[on ? 'add' : 'delete'](mode)
    if (mode !== '1049' || on === this.alternate || !this.hasAlternate) return
    this.alternate = on
    if (on) {
      this.main = {cells: this.cells, row: this.row, column: this.column}
      this.cells = this.blank()
    } else if (this.main !== null) {
      ;({cells: this.cells, row: this.row, column: this.column} = this.main)
      this.main = null
    }
  }

  private paint(parameters: string): void {
    const codes = new Set(this.style === '' ? [] : this.style.split(';'))
    const drop = (...gone: string[]) => {
      for (const code of gone) codes.delete(code)
    }
    // A colour of the 256, 38;5;N or 48;5;N, is one code, and so is one of 24 bits.
    const all =
      parameters === ''
        ? ['0']
        : parameters.replace(/(?<=^|;)([34]8);(?:5;(\d+)|2;(\d+);(\d+);(\d+))/g, joined).split(';')
    for (const code of all) {
      if (code === '0') codes.clear()
      else if (code === '22') drop('1', '2')
      else if (code === '24') drop('4')
      else if (code === '27') drop('7')
      else if (code === '39') drop(...[...codes].filter(each => /^[39]\d(?:\/[\d.]+)?$/.test(each)))
      else if (code === '49') drop(...[...codes].filter(each => /^(?:4\d(?:\/[\d.]+)?|10\d)$/.test(each)))
      else if (/^(?:[1247]|[349][0-79]|10\d|[34]8\/[\d.]+)$/.test(code)) codes.add(code)
      else this.strange.push(`SGR ${code}`)
    }
    this.style = [...codes].sort().join(';')
  }

  private print(character: string): void {
    const cells = stringWidth(character)
    if (cells === 0) {
      const before = this.cells[this.row]?.[this.column - 1]
      if (before !== undefined) this.cells[this.row]![this.column - 1] = {...before, text: before.text + character}
      return
    }
    if (this.column + cells > this.columns) {
      this.strange.push(`a row of more than ${this.columns} cells: ${this.text().split('\n')[this.row]}`)
      this.lineFeed()
    }
    this.cells[this.row]![this.column] = {text: character, style: this.style}
    if (cells === 2) this.cells[this.row]![this.column + 1] = {text: '', style: this.style}
    // In the last column the cursor waits behind the edge: only another character would wrap.
    this.column += cells
  }

  /** As the line discipline leaves it: a line feed also goes to the first column. */
  private lineFeed(): void {
    this.column = 0
    if (this.row < this.rows - 1) {
      this.row++
      return
    }
    this.cells.shift()
    this.cells.push(Array.from({length: this.columns}, () => BLANK))
  }
}

/** `38/208`, `48/30.30.46`. */
function joined(_all: string, kind: string, index: string | undefined, ...parts: string[]): string {
  return `${kind}/${index ?? parts.slice(0, 3).join('.')}`
}

function clamp(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at))
}
