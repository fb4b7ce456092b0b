/** The relative luminance of a colour in X11's words (XParseColor): `rgb:RR/GG/BB`, 1 to 4 digits each; null for others. */
function luminanceOf(colour: string): number | null {
  const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(colour)?.slice(1, 4)
  if (parts === undefined) return null
  const [red, green, blue] = parts.map(part => {
    const value = Number.parseInt(part, 16) / (16 ** part.length - 1)
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Above and below, the colours that were chosen for such grounds differ enough from it. */
const DARKEST_LIGHT = 0.7
const LIGHTEST_DARK = 0.06

/** Whether that is a light or a dark ground; null for what lies between: only the terminal's own colours fit it. */
export function groundOf(colour: string): 'light' | 'dark' | null {
  const luminance = luminanceOf(colour)
  if (luminance === null) return null
  return luminance >= DARKEST_LIGHT ? 'light' : luminance <= LIGHTEST_DARK ? 'dark' : null
}
