import type {Capabilities} from '../app/state.ts'
import type {Depth} from './colour.ts'
import {type Palette, type PaletteName, palette} from './palettes.ts'
import type {Style} from './style.ts'
import {FEW_COLOURS, FEW_HIGH_CONTRAST, MANY_COLOURS, MANY_HIGH_CONTRAST, type TilePalette} from './tile-palette.ts'

export interface Glyphs {
  readonly open: string
  readonly closed: string
  /** at the left edge of the row that keys act on */
  readonly cursor: string
  readonly arrow: string
  /** a row that was marked */
  readonly mark: string
  /** where typing goes on, for terminals without styles */
  readonly caret: string
  readonly ellipsis: string
  readonly dot: string
  readonly minus: string
  readonly cross: string
  /** before how many there are */
  readonly times: string
  readonly none: string
  /** a cell of a bar that stands for wasted bytes */
  readonly wasted: string
  /** lines between tiles, inside the cells of one: at its right, at its bottom */
  readonly edge: Readonly<Record<'right' | 'bottom', string>>
  readonly box: Readonly<Record<'h' | 'v' | 'tl' | 'tr' | 'bl' | 'br' | 'l' | 'r', string>>
  /** a full cell of a bar, and its eighths */
  readonly blocks: boolean
}

export interface Theme {
  readonly glyphs: Glyphs
  /** SGR parameters of a style, '' for none */
  code(style: Style): string
  /** the same of text without a style */
  readonly base: string
  /** SGR parameters of a whole row that has the focus, and of one that would have it, were its pane focused */
  readonly focused: readonly string[]
  readonly selected: string
  /** SGR parameters of what a filter was looking for; with colours they are its own, without they come to those of its style */
  readonly lit: readonly string[]
  /** colours of the treemap's tiles; null where there are none, and letters must do */
  readonly tiles: TilePalette | null
  /** no SGR at all: what stands out must do so by its characters */
  readonly plain: boolean
}

// With NO_COLOR: weight, not hue.
const WEIGHTS: Palette = {
  styles: {
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
    caret: '7',
    match: '7',
  },
  base: '',
  focused: ['7'],
  lit: ['4'],
}

/** On a dumb terminal. */
const NOTHING: Palette = {
  styles: {
    accent: '',
    strong: '',
    quiet: '',
    added: '',
    modified: '',
    metadata: '',
    rewritten: '',
    removed: '',
    problem: '',
    busy: '',
    title: '',
    caret: '',
    match: '',
  },
  base: '',
  focused: [],
  lit: [],
}

const UNICODE: Glyphs = {
  open: '▾',
  closed: '▸',
  cursor: '▌',
  arrow: '→',
  mark: '✓',
  caret: '▏',
  ellipsis: '…',
  dot: '·',
  minus: '−',
  cross: '✗',
  times: '×',
  none: '·',
  wasted: '▒',
  edge: {right: '▕', bottom: '▁'},
  box: {h: '─', v: '│', tl: '┌', tr: '┐', bl: '└', br: '┘', l: '├', r: '┤'},
  blocks: true,
}

const ASCII: Glyphs = {
  open: 'v',
  closed: '>',
  cursor: '>',
  arrow: '->',
  mark: '*',
  caret: '|',
  ellipsis: '~',
  dot: '-',
  minus: '-',
  cross: 'x',
  times: 'x',
  none: '.',
  wasted: 'x',
  edge: {right: '|', bottom: '_'},
  box: {h: '-', v: '|', tl: '+', tr: '+', bl: '+', br: '+', l: '+', r: '+'},
  blocks: false,
}

/** The look for what a terminal can do; see Capabilities in app/state.ts. */
export function themeFor(can: Capabilities): Theme {
  const {styles, base, focused, lit} = !can.style
    ? NOTHING
    : can.colour
      ? palette(paletteFor(can), depthOf(can))
      : WEIGHTS
  return {
    glyphs: can.unicode ? UNICODE : ASCII,
    code: style => styles[style],
    base,
    focused,
    selected: can.style ? '1' : '',
    lit,
    tiles: can.colour ? tilesFor(can) : null,
    plain: !can.style,
  }
}

function paletteFor({ground, highContrast = false}: Capabilities): PaletteName {
  if (highContrast) return ground === 'light' ? 'high-contrast-light' : 'high-contrast-dark'
  return ground ?? 'terminal'
}

function depthOf({manyColours, trueColours}: Capabilities): Depth {
  return trueColours === true ? 'true' : manyColours === true ? 256 : 16
}

function tilesFor({manyColours, highContrast = false}: Capabilities): TilePalette {
  if (manyColours !== true) return highContrast ? FEW_HIGH_CONTRAST : FEW_COLOURS
  return highContrast ? MANY_HIGH_CONTRAST : MANY_COLOURS
}
