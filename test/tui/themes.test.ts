import {describe, expect, it} from 'vitest'
import {AGES, type Paint} from '../../src/tui/app/map/paint.ts'
import type {Capabilities} from '../../src/tui/app/state.ts'
import type {Style} from '../../src/tui/ui/style.ts'
import {type Theme, themeFor} from '../../src/tui/ui/theme.ts'

type Rgb = readonly [number, number, number]

/** xterm's own 16, for what only the terminal knows. */
const BASIC = [
  '000000',
  'cd0000',
  '00cd00',
  'cdcd00',
  '0000ee',
  'cd00cd',
  '00cdcd',
  'e5e5e5',
  '7f7f7f',
  'ff0000',
  '00ff00',
  'ffff00',
  '5c5cff',
  'ff00ff',
  '00ffff',
  'ffffff',
].map(hexRgb)

function hexRgb(hex: string): Rgb {
  return [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
}

/** The colour that an SGR parameter gives text, or what is behind it; null where it does not. */
function colourOf(code: string, of: 'text' | 'ground'): Rgb | null {
  const [first = '', kind, ...rest] = code.split(';')
  const offset = of === 'text' ? 30 : 40
  const number = Number(first)
  if (number >= offset && number < offset + 8) return BASIC[number - offset]!
  if (number >= offset + 60 && number < offset + 68) return BASIC[number - offset - 60 + 8]!
  if (number !== offset + 8) return null
  if (kind === '2') return rest.map(Number) as unknown as Rgb
  const index = Number(rest[0])
  if (index < 16) return BASIC[index]!
  if (index >= 232) return [8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)]
  const level = (n: number) => (n === 0 ? 0 : 55 + 40 * n)
  const cube = index - 16
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(part => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const STYLES: readonly Style[] = [
  'accent',
  'strong',
  'quiet',
  'added',
  'modified',
  'metadata',
  'rewritten',
  'removed',
  'problem',
  'busy',
  'title',
]
const CAUSES = [
  'content',
  'metadata',
  'rewritten',
  'deleted',
  'opaque',
  'type',
  'storedTwice',
  'neverVisible',
] as const satisfies readonly (Paint & {kind: 'cause'})['cause'][]
const PAINTS: readonly Paint[] = [
  ...Array.from({length: 14}, (_, index): Paint => ({kind: 'layer', index})),
  ...Array.from({length: 7}, (_, index): Paint => ({kind: 'base', index})),
  ...CAUSES.map((cause): Paint => ({kind: 'cause', cause})),
  ...Array.from({length: AGES.length + 1}, (_, index): Paint => ({kind: 'age', index})),
  {kind: 'kept'},
  {kind: 'small'},
]

/** Grounds that terminals come with, and that their users like: xterm, VS Code, Dracula, One Dark, Solarized, Nord … */
const GROUNDS = {
  dark: ['000000', '1e1e1e', '282a36', '282c34', '002b36', '2e3440'].map(hexRgb),
  light: ['ffffff', 'fafafa', 'fdf6e3'].map(hexRgb),
} as const

/** Every pair that a theme puts on a ground, by name. */
function pairsOf(theme: Theme, ground: Rgb): readonly (readonly [name: string, text: Rgb, ground: Rgb])[] {
  const pairs: [string, Rgb, Rgb][] = []
  const both = (name: string, codes: readonly string[]) => {
    const text = codes.map(code => colourOf(code, 'text')).find(each => each !== null)
    const behind = codes.map(code => colourOf(code, 'ground')).find(each => each !== null)
    if (text != null) pairs.push([name, text, behind ?? ground])
  }
  for (const style of STYLES) both(style, [theme.code(style)])
  both('text', [theme.base])
  both('focused', theme.focused)
  both('lit', theme.lit)
  for (const paint of PAINTS) both(JSON.stringify(paint), theme.tiles!.codes(paint))
  return pairs
}

const DEPTHS: readonly (readonly [name: string, Partial<Capabilities>])[] = [
  ['16 colours', {}],
  ['256 colours', {manyColours: true}],
  ['true colours', {manyColours: true, trueColours: true}],
]

describe.each(DEPTHS)('with %s', (_, depth) => {
  describe.each(['light', 'dark'] as const)('on a %s ground', ground => {
    it.each([
      ['the theme', false, 4.5],
      ['the theme of high contrast', true, 7],
    ] as const)('all that %s writes reads well', (_, highContrast, least) => {
      const theme = themeFor({colour: true, style: true, unicode: true, ground, highContrast, ...depth})
      // The terminal's own 16 are what its user made of them: held against its own black or white.
      const grounds = depth.manyColours ? GROUNDS[ground] : GROUNDS[ground].slice(0, 1)
      const poor = grounds.flatMap(behind =>
        pairsOf(theme, behind)
          .map(([name, text, on]) => `${name} ${text} on ${on}: ${contrast(text, on).toFixed(2)}`)
          .filter(told => Number(told.split(': ').at(-1)) < least),
      )
      expect([...new Set(poor)]).toEqual([])
      expect(pairsOf(theme, grounds[0]!).length).toBeGreaterThan(PAINTS.length + 8)
    })
  })
})
