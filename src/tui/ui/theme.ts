/** What a piece of a line means; how that looks is the theme's business. */
export type Style =
  | 'accent'
  | 'strong'
  | 'quiet'
  | 'added'
  | 'modified'
  | 'metadata'
  | 'rewritten'
  | 'removed'
  | 'problem'
  | 'busy'
  | 'title'

export interface Glyphs {
  readonly open: string
  readonly closed: string
  /** at the left edge of the row that keys act on */
  readonly cursor: string
  readonly arrow: string
  readonly ellipsis: string
  readonly dot: string
  readonly minus: string
  readonly cross: string
  readonly none: string
  /** a cell of a bar that stands for wasted bytes */
  readonly wasted: string
  readonly box: Readonly<Record<'h' | 'v' | 'tl' | 'tr' | 'bl' | 'br' | 'l' | 'r', string>>
  /** a full cell of a bar, and its eighths */
  readonly blocks: boolean
}

export interface Theme {
  readonly glyphs: Glyphs
  /** SGR parameter of a style, '' for none */
  code(style: Style): string
  /** SGR parameters of a whole row that has the focus, and of one that would have it, were its pane focused */
  readonly focused: string
  readonly selected: string
  /** no SGR at all: what stands out must do so by its characters */
  readonly plain: boolean
}

// The terminal's own 16 colours and its own foreground: right on light and dark alike.
const COLOURS: Readonly<Record<Style, string>> = {
  accent: '94',
  strong: '1',
  quiet: '2',
  added: '32',
  modified: '33',
  metadata: '36',
  rewritten: '35',
  removed: '31',
  problem: '31',
  busy: '33',
  title: '1',
}

// With NO_COLOR: weight, not hue.
const WEIGHTS: Readonly<Record<Style, string>> = {
  accent: '1',
  strong: '1',
  quiet: '2',
  added: '',
  modified: '',
  metadata: '',
  rewritten: '',
  removed: '2',
  problem: '1',
  busy: '',
  title: '1',
}

const UNICODE: Glyphs = {
  open: '▾',
  closed: '▸',
  cursor: '▌',
  arrow: '→',
  ellipsis: '…',
  dot: '·',
  minus: '−',
  cross: '✗',
  none: '·',
  wasted: '▒',
  box: {h: '─', v: '│', tl: '┌', tr: '┐', bl: '└', br: '┘', l: '├', r: '┤'},
  blocks: true,
}

const ASCII: Glyphs = {
  open: 'v',
  closed: '>',
  cursor: '>',
  arrow: '->',
  ellipsis: '~',
  dot: '-',
  minus: '-',
  cross: 'x',
  none: '.',
  wasted: 'x',
  box: {h: '-', v: '|', tl: '+', tr: '+', bl: '+', br: '+', l: '+', r: '+'},
  blocks: false,
}

/** The look for what a terminal can do; see Capabilities in app/state.ts. */
export function themeFor(can: {readonly colour: boolean; readonly style: boolean; readonly unicode: boolean}): Theme {
  const codes = can.colour ? COLOURS : WEIGHTS
  return {
    glyphs: can.unicode ? UNICODE : ASCII,
    code: style => (can.style ? codes[style] : ''),
    focused: can.style ? '7' : '',
    selected: can.style ? '1' : '',
    plain: !can.style,
  }
}
