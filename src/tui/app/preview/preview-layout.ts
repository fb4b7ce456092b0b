import type {TerminalSize} from '../state.ts'
import type {Preview} from './preview.ts'
import type {TextLayout} from './text-window.ts'

/** The top line, the rule, the line below the window, the bottom line. */
const CHROME = 4

/** Rows and columns of the window. */
export function previewWindow(terminal: TerminalSize): {readonly columns: number; readonly height: number} {
  return {columns: Math.max(1, terminal.columns), height: Math.max(1, terminal.rows - CHROME)}
}

/** Cells for line numbers, the gaps around them counted. */
export function gutter({content}: Pick<Preview, 'content'>): number {
  return Math.max(3, String(content?.text?.index.lineCount ?? 0).length) + 3
}

/**
 * The room that a file's text has beside its line numbers; the same for the window of lines and for how many rows each
 * takes.
 */
export function textLayout(
  preview: Pick<Preview, 'content' | 'wrap' | 'search'>,
  terminal: TerminalSize,
  unicode: boolean,
): TextLayout {
  const {columns, height} = previewWindow(terminal)
  return {
    columns: Math.max(4, columns - gutter(preview)),
    height,
    wrap: preview.wrap,
    ascii: !unicode,
    query: preview.search?.query ?? '',
  }
}

/** Bytes in a row of them: as many as there is room for, a power of two. */
export function bytesPerRow(terminal: TerminalSize): number {
  return terminal.columns >= 79 ? 16 : 8
}
