import {background, type Colour, type Depth, foreground} from './colour.ts'
import type {Style} from './style.ts'

/** Which colours things have: the terminal's own where its ground is not known, else what reads well on it. */
export type PaletteName = 'terminal' | 'light' | 'dark' | 'high-contrast-light' | 'high-contrast-dark'

/** SGR parameters of everything that has a colour; '' for none. */
export interface Palette {
  readonly styles: Readonly<Record<Style, string>>
  /** of text without a style */
  readonly base: string
  /** of a whole row that has the focus */
  readonly focused: readonly string[]
  /** of what a filter was looking for */
  readonly lit: readonly string[]
}

const BOLD = '1'
const DIM = '2'
const INVERSE = '7'

/** The terminal's own 16 colours and its own foreground: right on light and dark alike, as far as its user chose them so. */
const TERMINAL: Palette = {
  styles: {
    accent: '94',
    strong: BOLD,
    quiet: DIM,
    added: '32',
    modified: '33',
    metadata: '36',
    rewritten: '35',
    removed: '31',
    problem: '31',
    busy: '33',
    title: BOLD,
    caret: INVERSE,
    match: INVERSE,
  },
  base: '',
  focused: [INVERSE],
  lit: ['30', '43'],
}

type Coloured = Exclude<Style, 'strong' | 'title' | 'caret' | 'match'>
interface Colours extends Readonly<Record<Coloured, Colour>> {
  /** of text and titles; null leaves them to the terminal */
  readonly text: {readonly base: Colour; readonly strong: Colour; readonly title: Colour} | null
  readonly focused: {readonly text: Colour; readonly ground: Colour} | null
}

const BLACK: Colour = {hex: '#000000', indexed: 16, basic: '30'}
const WHITE: Colour = {hex: '#ffffff', indexed: 231, basic: '97'}
const YELLOW: Colour = {hex: '#ffd700', indexed: 220, basic: '43'}

// Each reads well on every ground that one calls dark (see the test): WCAG 2.2, 1.4.3, a ratio of 4.5 and more.
const DARK: Colours = {
  text: null,
  focused: null,
  accent: {hex: '#8ab4ff', indexed: 111, basic: '96'},
  quiet: {hex: '#a8adb7', indexed: 248, basic: '37'},
  added: {hex: '#8fd48f', indexed: 114, basic: '92'},
  modified: {hex: '#e6c07b', indexed: 180, basic: '93'},
  metadata: {hex: '#6fd3d6', indexed: 80, basic: '36'},
  rewritten: {hex: '#d3a6f0', indexed: 183, basic: '95'},
  removed: {hex: '#ff8f8f', indexed: 210, basic: '91'},
  problem: {hex: '#ff8f8f', indexed: 210, basic: '91'},
  busy: {hex: '#e6c07b', indexed: 180, basic: '93'},
}

// Of the 16 only the dark ones read well on white: letters tell the rest.
const LIGHT: Colours = {
  text: null,
  focused: null,
  accent: {hex: '#0550ae', indexed: 25, basic: '34'},
  quiet: {hex: '#5c6066', indexed: 240, basic: '30'},
  added: {hex: '#116329', indexed: 22, basic: '34'},
  modified: {hex: '#7d4e00', indexed: 94, basic: '35'},
  metadata: {hex: '#04606b', indexed: 23, basic: '34'},
  rewritten: {hex: '#7a2fa0', indexed: 90, basic: '35'},
  removed: {hex: '#a40e26', indexed: 124, basic: '31'},
  problem: {hex: '#a40e26', indexed: 124, basic: '31'},
  busy: {hex: '#7d4e00', indexed: 94, basic: '35'},
}

// A ratio of 7 and more (WCAG 2.2, 1.4.6), also of text that has no style.
const HIGH_DARK: Colours = {
  text: {
    base: WHITE,
    strong: {hex: '#ffffaf', indexed: 229, basic: '97'},
    title: {hex: '#ffffaf', indexed: 229, basic: '97'},
  },
  focused: {text: BLACK, ground: {hex: '#ffff5f', indexed: 227, basic: '103'}},
  accent: {hex: '#afd7ff', indexed: 153, basic: '96'},
  quiet: {hex: '#d0d0d0', indexed: 252, basic: '37'},
  added: {hex: '#87ff87', indexed: 120, basic: '92'},
  modified: {hex: '#ffff5f', indexed: 227, basic: '93'},
  metadata: {hex: '#5fffff', indexed: 87, basic: '96'},
  rewritten: {hex: '#ffafff', indexed: 219, basic: '97'},
  removed: {hex: '#ffafaf', indexed: 217, basic: '97'},
  problem: {hex: '#ffafaf', indexed: 217, basic: '97'},
  busy: {hex: '#ffff5f', indexed: 227, basic: '93'},
}

const HIGH_LIGHT: Colours = {
  text: {
    base: BLACK,
    strong: {hex: '#00005f', indexed: 17, basic: '30'},
    title: {hex: '#00005f', indexed: 17, basic: '30'},
  },
  focused: {text: WHITE, ground: {hex: '#00005f', indexed: 17, basic: '40'}},
  accent: {hex: '#0000af', indexed: 19, basic: '34'},
  quiet: {hex: '#3a3a3a', indexed: 237, basic: '30'},
  added: {hex: '#005000', indexed: 22, basic: '34'},
  modified: {hex: '#5f0000', indexed: 52, basic: '30'},
  metadata: {hex: '#004b57', indexed: 17, basic: '34'},
  rewritten: {hex: '#5f005f', indexed: 53, basic: '30'},
  removed: {hex: '#870000', indexed: 88, basic: '30'},
  problem: {hex: '#870000', indexed: 88, basic: '30'},
  busy: {hex: '#5f0000', indexed: 52, basic: '30'},
}

const TABLES: Readonly<Record<Exclude<PaletteName, 'terminal'>, Colours>> = {
  dark: DARK,
  light: LIGHT,
  'high-contrast-dark': HIGH_DARK,
  'high-contrast-light': HIGH_LIGHT,
}

/** The palette at a depth. */
export function palette(name: PaletteName, depth: Depth): Palette {
  if (name === 'terminal') return TERMINAL
  const {text, focused, ...coloured} = TABLES[name]
  const styles = Object.fromEntries(
    Object.entries(coloured as Readonly<Record<Coloured, Colour>>).map(([style, each]) => [
      style,
      foreground(each, depth),
    ]),
  ) as Record<Coloured, string>
  return {
    styles: {
      ...styles,
      strong: text === null ? BOLD : foreground(text.strong, depth),
      title: text === null ? BOLD : foreground(text.title, depth),
      caret: INVERSE,
      match: INVERSE,
    },
    base: text === null ? '' : foreground(text.base, depth),
    focused: focused === null ? [INVERSE] : [foreground(focused.text, depth), background(focused.ground, depth)],
    lit: [foreground(BLACK, depth), background(YELLOW, depth)],
  }
}
