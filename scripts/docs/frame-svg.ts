import {width as cellsOf} from '../../src/text/width.ts'

/** A frame as a terminal would get it (text and SGR sequences) drawn as an SVG of the same cells. */

const CELL = {width: 8.4, height: 16.4}
const MARGIN = 14
const BACKGROUND = '#16181d'
const FOREGROUND = '#d6d9e0'
const PALETTE = [
  '#3b3f4a',
  '#e06c75',
  '#8fc379',
  '#e3c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#c8ccd4',
  '#6b7280',
  '#ef8891',
  '#a9d796',
  '#f0d399',
  '#82c3f7',
  '#d79bea',
  '#7fd0da',
  '#f4f5f7',
]

interface Style {
  fg: string | null
  bg: string | null
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
  strike: boolean
  inverse: boolean
}

const PLAIN: Style = {
  fg: null,
  bg: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
}

interface Run {
  readonly text: string
  readonly style: Style
  readonly column: number
  readonly cells: number
}

/** A frame and how long it is looked at, in seconds. */
export interface HeldFrame {
  readonly frame: string
  readonly seconds: number
}

/**
 * Frames one after the other, over and over, by styles alone: it moves wherever pictures are shown. What several frames have in
 * common is in it once. Who asked for less motion sees the first one.
 */
export function movingSvg(frames: readonly HeldFrame[], title: string): string {
  const whole = frames.reduce((sum, {seconds}) => sum + seconds, 0)
  const known = new Map<string, string>()
  const shapes: string[] = []
  const uses = frames.map(({frame}) =>
    rowsOf(frame).flatMap((line, row) => {
      if (!known.has(line)) {
        known.set(line, `r${known.size}`)
        shapes.push(`<g id="${known.get(line)}">`, ...shapesOf(line), '</g>')
      }
      return line.trim() === '' ? [] : [`<use href="#${known.get(line)}" y="${row * CELL.height}"/>`]
    }),
  )
  const percent = (seconds: number) => ((100 * seconds) / whole).toFixed(3)
  let from = 0
  const styles = frames.map(({seconds}, i) => {
    const start = percent(from)
    from += seconds
    const end = percent(from)
    const seen =
      i === 0 ? `0%,${end}%{visibility:visible}` : `0%{visibility:hidden}${start}%,${end}%{visibility:visible}`
    const rest = i === frames.length - 1 ? '' : `${(Number(end) + 0.001).toFixed(3)}%,100%{visibility:hidden}`
    return `@keyframes f${i}{${seen}${rest}}#f${i}{animation:f${i} ${whole}s step-end infinite;visibility:${i === 0 ? 'visible' : 'hidden'}}`
  })
  return svg(rowsOf(frames[0]!.frame), title, [
    `<style>${styles.join('')}@media (prefers-reduced-motion:reduce){g{animation:none!important}}</style>`,
    `<defs>`,
    ...shapes,
    '</defs>',
    ...uses.map((lines, i) => `<g id="f${i}">${lines.join('')}</g>`),
  ])
}

const rowsOf = (frame: string) => frame.replace(/\n+$/, '').split('\n')
const shapesOf = (line: string) => runsOf(line).flatMap(drawn)
function svg(rows: readonly string[], title: string, body: readonly string[]): string {
  const columns = Math.max(...rows.map(line => runsOf(line).reduce((sum, run) => sum + run.cells, 0)))
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN)
  const height = Math.ceil(rows.length * CELL.height + 2 * MARGIN)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** A run in the topmost row. */
function drawn(run: Run): string[] {
  const {style, cells} = run
  const x = MARGIN + run.column * CELL.width
  const y = MARGIN
  const [fg, bg] = style.inverse ? [style.bg ?? BACKGROUND, style.fg ?? FOREGROUND] : [style.fg ?? FOREGROUND, style.bg]
  const shapes: string[] = []
  const length = (cells * CELL.width).toFixed(1)
  if (bg !== null)
    shapes.push(
      `<rect x="${x.toFixed(1)}" y="${y}" width="${length}" height="${CELL.height}" fill="${bg}" shape-rendering="crispEdges"/>`,
    )
  if (run.text.trim() === '') return shapes
  const attributes = [
    `x="${x.toFixed(1)}"`,
    `y="${(y + 12.8).toFixed(1)}"`,
    `textLength="${length}"`,
    'lengthAdjust="spacingAndGlyphs"',
    `fill="${fg}"`,
    style.bold ? 'font-weight="bold"' : '',
    style.italic ? 'font-style="italic"' : '',
    style.dim ? 'opacity="0.62"' : '',
    style.underline || style.strike
      ? `text-decoration="${[style.underline ? 'underline' : '', style.strike ? 'line-through' : ''].join(' ').trim()}"`
      : '',
  ]
  shapes.push(`<text ${attributes.filter(Boolean).join(' ')}>${escaped(run.text)}</text>`)
  return shapes
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0')
}

/** Runs of one style; broken at gaps too, so that what stands behind a gap keeps its column in any font. */
function runsOf(line: string): Run[] {
  const runs: Run[] = []
  let style = PLAIN
  let column = 0
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    if (part.startsWith('\x1b[')) {
      style = changed(style, part.slice(2, -1))
      continue
    }
    for (const text of part.split(/( {2,})/)) {
      if (text === '') continue
      const cells = cellsOf(text)
      runs.push({text, style, column, cells})
      column += cells
    }
  }
  return runs
}

function changed(before: Style, parameters: string): Style {
  const codes = parameters === '' ? [0] : parameters.split(';').map(Number)
  let style = {...before}
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    if (code === 0) style = {...PLAIN}
    else if (code === 1) style.bold = true
    else if (code === 2) style.dim = true
    else if (code === 3) style.italic = true
    else if (code === 4) style.underline = true
    else if (code === 7) style.inverse = true
    else if (code === 9) style.strike = true
    else if (code === 22) style.bold = style.dim = false
    else if (code === 23) style.italic = false
    else if (code === 24) style.underline = false
    else if (code === 27) style.inverse = false
    else if (code === 29) style.strike = false
    else if (code >= 30 && code <= 37) style.fg = PALETTE[code - 30]!
    else if (code === 39) style.fg = null
    else if (code >= 40 && code <= 47) style.bg = PALETTE[code - 40]!
    else if (code === 49) style.bg = null
    else if (code >= 90 && code <= 97) style.fg = PALETTE[code - 82]!
    else if (code >= 100 && code <= 107) style.bg = PALETTE[code - 92]!
    else if ((code === 38 || code === 48) && codes[i + 1] === 5) {
      const colour = indexed(codes[i + 2] ?? 7)
      if (code === 38) style.fg = colour
      else style.bg = colour
      i += 2
    }
  }
  return style
}

/** A colour of the 256. */
function indexed(n: number): string {
  if (n < 16) return PALETTE[n]!
  const grey = 8 + (n - 232) * 10
  if (n >= 232) return `rgb(${grey},${grey},${grey})`
  const level = (k: number) => (k === 0 ? 0 : 55 + k * 40)
  const m = n - 16
  return `rgb(${level(Math.floor(m / 36))},${level(Math.floor(m / 6) % 6)},${level(m % 6)})`
}
