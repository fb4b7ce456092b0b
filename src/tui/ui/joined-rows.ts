import {width} from '../../text/width.ts'

/** What Ink's output layer is told while a frame is drawn: texts at places, and where they are clipped. */
export type Operation =
  | {
      readonly type: 'write'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly transformers: readonly ((line: string, index: number) => string)[]
    }
  | {readonly type: 'clip'; readonly clip: Clip}
  | {readonly type: 'unclip'}

/** Rows from y1 to before y2, columns from x1 to before x2; what is undefined is no border. */
export interface Clip {
  readonly x1?: number | undefined
  readonly x2?: number | undefined
  readonly y1?: number | undefined
  readonly y2?: number | undefined
}

const SGR = /\x1b\[([0-9;:]*)m/g

/** What ends a style, by the first parameter of what begins it; all others are colours of the text, ended by 39. */
const ENDS: Readonly<Record<string, string>> = {1: '22', 2: '22', 3: '23', 4: '24', 7: '27', 9: '29'}
const ENDINGS: ReadonlySet<string> = new Set(['22', '23', '24', '27', '29', '39', '49'])

/** Rows that are remembered: some screens full. */
const KEPT = 2000
const cells = new Map<string, number>()

/**
 * A frame in which rows only stand below and beside each other, joined as they are. Ink itself takes each of them apart into
 * cells at every frame and puts them together again, which is half of what a key costs, and our rows are made to fit their
 * places. Null where it takes more than that: rows are cut at a column or drawn over, a style goes on behind its row, or there is
 * a sequence that is no style. Ink then does it.
 */
export function joinedRows(operations: readonly Operation[], height: number): {output: string; height: number} | null {
  const rows = new Array<string>(height).fill('')
  const ends = new Array<number>(height).fill(0)
  // The rows that may be written to, with what each clip around it leaves of them.
  const shown = [{from: 0, to: height}]
  for (const operation of operations) {
    const {from, to} = shown.at(-1)!
    if (operation.type === 'unclip') {
      shown.pop()
      continue
    }
    if (operation.type === 'clip') {
      const {x1, x2, y1 = from, y2 = to} = operation.clip
      if (x1 !== undefined || x2 !== undefined) return null
      shown.push({from: Math.max(from, y1), to: Math.min(to, y2)})
      continue
    }
    const {x, y, text, transformers} = operation
    for (const [index, piece] of text.split('\n').entries()) {
      const row = y + index
      if (row < from || row >= to) continue
      const drawn = transformers.reduce((line, transform) => transform(line, index), piece)
      const wide = cellsOf(drawn)
      const gap = x - ends[row]!
      if (wide === null || gap < 0) return null
      if (wide === 0) continue
      rows[row] += ' '.repeat(gap) + drawn
      ends[row] = x + wide
    }
  }
  return {output: rows.map(row => row.trimEnd()).join('\n'), height}
}

/** Cells of a row that ends the styles it begins; null for any other text. */
function cellsOf(row: string): number | null {
  const known = cells.get(row)
  if (known !== undefined) return known
  const plain = row.replaceAll(SGR, '')
  if (plain.includes('\x1b') || !endsItsStyles(row)) return null
  if (cells.size >= KEPT) cells.clear()
  const wide = width(plain)
  cells.set(row, wide)
  return wide
}

function endsItsStyles(row: string): boolean {
  const open = new Set<string>()
  for (const [, parameters = ''] of row.matchAll(SGR)) {
    const [first = ''] = parameters.split(/[;:]/, 1)
    if (first === '' || Number(first) === 0) open.clear()
    else if (ENDINGS.has(first)) open.delete(first)
    else open.add(ENDS[first] ?? (/^(?:4|10)\d$/.test(first) ? '49' : '39'))
  }
  return open.size === 0
}
