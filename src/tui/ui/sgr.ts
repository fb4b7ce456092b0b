/** Select Graphic Rendition (ECMA-48 8.3.117), as few sequences as do. */

const BOLD = '1'
const DIM = '2'

/** The parameter that ends what another began. */
function ending(code: string): string {
  if (code === BOLD || code === DIM) return '22'
  if (code === '4') return '24'
  if (/^(?:4\d|48;.*|10\d)$/.test(code)) return '49'
  return code === '7' ? '27' : '39'
}

/**
 * What to write between text in the styles `from` and text in the styles `to`. Spelled the way Ink itself spells styles:
 * it then takes a line as it is, instead of parsing it a second time.
 */
export function transition(from: readonly string[], to: readonly string[]): string {
  if (from === to) return ''
  const isIntensity = (code: string) => code === BOLD || code === DIM
  const undone = from.filter(code =>
    isIntensity(code) ? !to.includes(code) : !to.some(other => ending(other) === ending(code)),
  )
  const undoesIntensity = undone.some(isIntensity)
  const begun = to.filter(code => !from.includes(code) || (undoesIntensity && isIntensity(code)))
  const codes = new Set([...undone.reverse().map(ending), ...begun])
  let written = ''
  for (const code of codes) written += `\x1b[${code}m`
  return written
}

/** Text in one style; '' is none. */
export function styled(text: string, code: string): string {
  return code === '' || text === '' ? text : transition([], [code]) + text + transition([code], [])
}
