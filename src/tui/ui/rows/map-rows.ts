import {width as cells, truncate} from '../../../text/width.ts'
import {paintLetter} from '../../app/map/paint.ts'
import type {Rectangle} from '../../app/map/squarify.ts'
import type {LegendEntry} from '../../app/selectors/map-frame.ts'
import type {PaintedTile} from '../../app/selectors/map-picture.ts'
import {styled, transition} from '../sgr.ts'
import type {Theme} from '../theme.ts'

const NONE: readonly string[] = []

/** The treemap as lines: tiles in the colours of what their bytes are, a thin line between them. */
export function mapRows(tiles: readonly PaintedTile[], columns: number, rows: number, theme: Theme): string[] {
  const canvas = new Canvas(columns, rows)
  for (const tile of tiles) if (tile.kind === 'divided') drawTitle(canvas, tile, theme)
  for (const tile of tiles) if (tile.kind !== 'divided') drawTile(canvas, tile, theme)
  return canvas.lines()
}

/** What colours stand for: `■ 0 ADD  ■ 1 RUN`; as much as there is room for. */
export function legendRow(entries: readonly LegendEntry[], columns: number, theme: Theme): string {
  let drawn = ' '
  let room = columns - 2
  for (const {paint, text} of entries) {
    const letter = paintLetter(paint) || ' '
    const codes = theme.tiles?.codes(paint) ?? NONE
    // A layer's letter is its number, most often: once is enough.
    const swatch = theme.tiles === null && (letter === ' ' || text.startsWith(letter)) ? '' : ` ${letter} `
    const needed = swatch.length + cells(text) + 3
    if (needed > room) break
    room -= needed
    drawn += `${transition(NONE, codes)}${swatch}${transition(codes, NONE)} ${styled(text, theme.base)}  `
  }
  return drawn
}

function drawTitle(canvas: Canvas, tile: PaintedTile, theme: Theme): void {
  const {x, y, width} = tile
  const {h} = theme.glyphs.box
  const style = codesOf(theme.code('title'))
  const quiet = codesOf(theme.code('quiet'))
  canvas.fill({x, y, width: width - 1, height: 1}, h, quiet)
  const label = truncate(`${tile.name} `, width - 1, {mark: theme.glyphs.ellipsis})
  canvas.write(x, y, label, style)
  const amount = ` ${tile.amount} `
  if (cells(label) + cells(amount) + 2 <= width) canvas.write(x + width - cells(amount), y, amount, quiet)
}

function drawTile(canvas: Canvas, tile: PaintedTile, theme: Theme): void {
  fillBands(canvas, tile, theme)
  drawEdges(canvas, tile, theme)
  drawLabel(canvas, tile, theme)
}

/** Each band takes its share of the cells, row by row. */
function fillBands(canvas: Canvas, {x, y, width, height, bands, bytes}: PaintedTile, theme: Theme): void {
  const all = width * height
  let done = 0
  let from = 0
  for (const {paint, bytes: part} of bands) {
    done += part
    const to = bytes > 0 ? Math.round((done / bytes) * all) : all
    const codes = theme.tiles?.codes(paint) ?? NONE
    const letter = theme.tiles === null ? paintLetter(paint) || ' ' : ' '
    for (let cell = from; cell < to; cell++) {
      const [column, row] = [cell % width, Math.floor(cell / width)]
      // Without colours letters fill it, but not so densely that nothing else can be read.
      const glyph = theme.tiles !== null || (column + 2 * row) % 4 === 0 ? letter : ' '
      canvas.put(x + column, y + row, glyph, codes)
    }
    from = to
  }
}

/** A line at the right and at the bottom, inside the tile's own cells: none are lost to frames. */
function drawEdges(canvas: Canvas, {x, y, width, height}: PaintedTile, theme: Theme): void {
  const {edge} = theme.glyphs
  const codes = theme.tiles?.edge ?? codesOf(theme.code('quiet'))
  if (height > 1) for (let i = 0; i < width; i++) canvas.over(x + i, y + height - 1, edge.bottom, codes)
  if (width > 1) for (let i = 0; i < height; i++) canvas.over(x + width - 1, y + i, edge.right, codes)
}

function drawLabel(canvas: Canvas, tile: PaintedTile, theme: Theme): void {
  const {x, y, width, height, name, amount, cursor} = tile
  const {cursor: mark, ellipsis} = theme.glyphs
  const room = width - 1
  const codes = cursor ? theme.focused : NONE
  if (cursor) drawCursor(canvas, tile, theme)
  const before = cursor && theme.plain ? mark : ''
  const space = room - cells(before)
  if (space < 2) {
    if (cursor && theme.plain) canvas.write(x, y, mark, NONE)
    return
  }
  const both = ` ${name} ${amount} `
  if (height === 1 && cells(both) <= space + 1) canvas.write(x, y, before + both.slice(before === '' ? 0 : 1), codes)
  else canvas.write(x, y, before + truncate(` ${name} `, space, {mark: ellipsis}), codes)
  if (height > 2 && cells(amount) + 1 <= room) canvas.write(x + 1, y + 1, `${amount} `.slice(0, room - 1), NONE)
}

/** The tile that keys act on has a frame. */
function drawCursor(canvas: Canvas, {x, y, width, height}: PaintedTile, theme: Theme): void {
  const codes = theme.focused
  for (let i = 0; i < width; i++) canvas.put(x + i, y, ' ', codes)
  const side = theme.plain ? theme.glyphs.cursor : ' '
  for (let i = 1; i < height; i++) {
    canvas.put(x, y + i, side, codes)
    if (width > 2) canvas.put(x + width - 1, y + i, theme.plain ? theme.glyphs.edge.right : ' ', codes)
  }
  if (height > 3 && !theme.plain) for (let i = 1; i < width - 1; i++) canvas.put(x + i, y + height - 1, ' ', codes)
}

function codesOf(code: string): readonly string[] {
  return code === '' ? NONE : [code]
}

/** Cells with a character and a style each. */
class Canvas {
  private readonly columns: number
  private readonly rows: number
  private readonly glyphs: string[]
  private readonly styles: (readonly string[])[]

  constructor(columns: number, rows: number) {
    this.columns = columns
    this.rows = rows
    this.glyphs = new Array<string>(columns * rows).fill(' ')
    this.styles = new Array<readonly string[]>(columns * rows).fill(NONE)
  }

  put(x: number, y: number, glyph: string, codes: readonly string[]): void {
    if (x < 0 || y < 0 || x >= this.columns || y >= this.rows) return
    this.glyphs[y * this.columns + x] = glyph
    this.styles[y * this.columns + x] = codes
  }

  /** Another character with more codes, on what the cell is coloured with. */
  over(x: number, y: number, glyph: string, codes: readonly string[]): void {
    if (x < 0 || y < 0 || x >= this.columns || y >= this.rows) return
    const under = this.styles[y * this.columns + x]!
    this.put(x, y, glyph, codes.length === 0 ? under : [...under.filter(isBackground), ...codes])
  }

  fill({x, y, width, height}: Rectangle, glyph: string, codes: readonly string[]): void {
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) this.put(x + column, y + row, glyph, codes)
  }

  /** Text on what the cells are coloured with; without codes in the cells' own. */
  write(x: number, y: number, text: string, codes: readonly string[]): void {
    let at = x
    for (const character of text) {
      const wide = cells(character)
      if (at >= this.columns || y >= this.rows || at < 0) return
      const cell = y * this.columns + at
      if (wide === 0) {
        if (at > x) this.glyphs[cell - 1] += character
        continue
      }
      this.put(at, y, character, codes.length === 0 ? this.styles[cell]! : codes)
      if (wide === 2) this.put(at + 1, y, '', codes.length === 0 ? this.styles[cell]! : codes)
      at += wide
    }
  }

  lines(): string[] {
    return Array.from({length: this.rows}, (_, row) => {
      let drawn = ''
      let now = NONE
      for (let cell = row * this.columns; cell < (row + 1) * this.columns; cell++) {
        const codes = this.styles[cell]!
        if (codes !== now) drawn += transition(now, codes)
        drawn += this.glyphs[cell]!
        now = codes
      }
      return drawn + transition(now, NONE)
    })
  }
}

function isBackground(code: string): boolean {
  return /^(?:4\d|48;.*|10\d)$/.test(code)
}
