/** What a terminal tells beside keys. */
export type Report =
  /** SGR mouse mode (xterm, "Mouse Tracking", 1006): the button with its modifiers, cells from 1, and whether it went down */
  | {
      readonly type: 'mouse'
      readonly button: number
      readonly column: number
      readonly row: number
      readonly down: boolean
    }
  /** the answer to OSC 11: the colour behind the text, in X11's words (`rgb:1e1e/1e1e/1e1e`) */
  | {readonly type: 'ground'; readonly colour: string}
  /** the answer to DA1, which every terminal gives: what was asked before it has been answered, or never will be */
  | {readonly type: 'attributes'}

export interface Sifted {
  /** what is for whoever reads keys, as it came */
  readonly keys: string
  readonly reports: readonly Report[]
  /** the beginning of a report, or of a key, of which the rest has not come */
  readonly pending: string
  /** a paste has begun and not ended: all in it is text */
  readonly pasting: boolean
}

const ESC = '\x1b'
const PASTE = `${ESC}[200~`
const PASTED = `${ESC}[201~`
const MOUSE = /^\x1b\[<(\d+);(\d+);(\d+)([Mm])/
const GROUND = /^\x1b\]11;([^\x07\x1b]{0,64})(?:\x07|\x1b\\)/
const ATTRIBUTES = /^\x1b\[\?[\d;]*c/
/** What becomes a mouse report, or the beginning of a paste. */
const HALF = /^\x1b\[(?:<[\d;]{0,32}|20{0,2})$/
/** What may become an answer; Esc alone is a key as well. */
const HALF_ANSWER = /^\x1b(?:\[(?:\?[\d;]{0,64})?|\](?:1(?:1(?:;[^\x07\x1b]{0,64}\x1b?)?)?)?)?$/

/**
 * Takes reports out of what a terminal sent. `awaited`: an answer is on its way, so that what may be its beginning is kept back.
 * Nothing is lost: what is no report is given on, byte by byte, and in a paste everything is text.
 */
export function sift(text: string, pasting: boolean, awaited: boolean): Sifted {
  let keys = ''
  let isPasting = pasting
  const reports: Report[] = []
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf(isPasting ? PASTED : ESC, at)
    if (next < 0) {
      // The end of a paste may be cut in two as well, which is for whoever reads pastes to put together.
      const half = isPasting ? halfAtEnd(text.slice(at)) : 0
      return {
        keys: keys + text.slice(at, text.length - half),
        reports,
        pending: text.slice(text.length - half),
        pasting: isPasting,
      }
    }
    keys += text.slice(at, next)
    at = next
    if (isPasting) {
      keys += PASTED
      at += PASTED.length
      isPasting = false
      continue
    }
    const rest = text.slice(at, at + 100)
    const found = reportAt(rest)
    if (found !== null) {
      reports.push(found.report)
      at += found.length
    } else if (rest.startsWith(PASTE)) {
      keys += PASTE
      at += PASTE.length
      isPasting = true
    } else if (HALF.test(rest) || (awaited && HALF_ANSWER.test(rest))) {
      return {keys, reports, pending: rest, pasting: false}
    } else {
      keys += ESC
      at += 1
    }
  }
  return {keys, reports, pending: '', pasting: isPasting}
}

function reportAt(rest: string): {readonly report: Report; readonly length: number} | null {
  const mouse = MOUSE.exec(rest)
  if (mouse !== null) {
    const [button, column, row] = mouse.slice(1, 4).map(Number) as [number, number, number]
    return {report: {type: 'mouse', button, column, row, down: mouse[4] === 'M'}, length: mouse[0].length}
  }
  const ground = GROUND.exec(rest)
  if (ground !== null) return {report: {type: 'ground', colour: ground[1]!}, length: ground[0].length}
  const attributes = ATTRIBUTES.exec(rest)
  return attributes === null ? null : {report: {type: 'attributes'}, length: attributes[0].length}
}

/** Characters at the end that may be the beginning of a paste's end. */
function halfAtEnd(text: string): number {
  for (let length = PASTED.length - 1; length > 0; length--) if (text.endsWith(PASTED.slice(0, length))) return length
  return 0
}
