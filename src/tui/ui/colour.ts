/** A colour as #rrggbb. */
export type Hex = `#${string}`

/** How many colours a terminal can show: its own 16, 256 (xterm's), or all of 24 bits. */
export type Depth = 16 | 256 | 'true'

/** A colour at each depth: of the 16 the SGR parameter, for it is the terminal's own, whatever that looks like. */
export interface Colour {
  readonly hex: Hex
  /** number of the 256; the nearest of them where none is given */
  readonly indexed?: number
  readonly basic: string
}

/** The SGR parameters of text in a colour (ECMA-48 8.3.117; ISO 8613-6 for the indexed and direct ones). */
export function foreground({hex, indexed, basic}: Colour, depth: Depth): string {
  if (depth === 16) return basic
  return depth === 256 ? `38;5;${indexed ?? nearest256(hex)}` : `38;2;${rgb(hex).join(';')}`
}

/** The same of what is behind the text; `basic` then is a background's. */
export function background({hex, indexed, basic}: Colour, depth: Depth): string {
  if (depth === 16) return basic
  return depth === 256 ? `48;5;${indexed ?? nearest256(hex)}` : `48;2;${rgb(hex).join(';')}`
}

/** Its parts, 0 to 255 each. */
export function rgb(hex: Hex): readonly [red: number, green: number, blue: number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 0xff, value & 0xff]
}

const LEVELS = [0, 95, 135, 175, 215, 255]

/** Of xterm's 6×6×6 cube and its 24 greys the one that is nearest; the first 16 are the user's own. */
function nearest256(hex: Hex): number {
  const wanted = rgb(hex)
  const distance = (other: readonly number[]) => other.reduce((sum, part, i) => sum + (part - wanted[i]!) ** 2, 0)
  const cube = wanted.map(part =>
    LEVELS.reduce((best, level, i) => (Math.abs(level - part) < Math.abs(LEVELS[best]! - part) ? i : best), 0),
  )
  const grey = Math.max(0, Math.min(23, Math.round((wanted.reduce((sum, part) => sum + part, 0) / 3 - 8) / 10)))
  const inCube = cube.map(i => LEVELS[i]!)
  const inGreys = [8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey]
  return distance(inGreys) < distance(inCube) ? 232 + grey : 16 + 36 * cube[0]! + 6 * cube[1]! + cube[2]!
}
