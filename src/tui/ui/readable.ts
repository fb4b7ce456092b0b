const SGR = /\x1b\[[0-9;:]*m/g
/** Boxes, bars, bullets and arrows: for eyes. */
const DRAWN = /[\u2500-\u257f\u2580-\u259f\u25b4-\u25bf▌⟳]/g

/** A line of the screen as it is to be heard: without colours, boxes and bars, blanks as words need them. */
export function readable(line: string): string {
  return line.replaceAll(SGR, '').replaceAll(DRAWN, ' ').replaceAll(/\s+/g, ' ').trim()
}
