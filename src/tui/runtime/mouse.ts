import type {MouseUsed} from '../app/messages.ts'
import type {Report} from './terminal-reports.ts'

/** Presses and the wheel are told (1000), with cells beyond 223 as well (SGR, 1006). */
export const MOUSE_ON = '\x1b[?1000h\x1b[?1006h'
export const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l'

/** Two presses of the same cell within this time are one double click, milliseconds. */
const DOUBLE = 400

const MODIFIERS = 4 + 8 + 16
const WHEEL_UP = 64
const WHEEL_DOWN = 65

/** What the reports of a mouse mean, one after the other; those of modifiers, other buttons and releases mean nothing. */
export class Mouse {
  private last: {readonly at: number; readonly column: number; readonly row: number} | null = null

  /** `now`: any clock, milliseconds */
  meant({button, down, ...report}: Report & {type: 'mouse'}, now: number): MouseUsed | null {
    if ((button & MODIFIERS) !== 0 || !down) return null
    const cell = {column: report.column - 1, row: report.row - 1}
    if (button === WHEEL_UP || button === WHEEL_DOWN) {
      return {type: 'mouse', action: button === WHEEL_UP ? 'wheel-up' : 'wheel-down', ...cell, clicks: 1}
    }
    if (button !== 0) return null
    const {last} = this
    const again = last !== null && now - last.at < DOUBLE && last.column === cell.column && last.row === cell.row
    this.last = again ? null : {at: now, ...cell}
    return {type: 'mouse', action: 'press', ...cell, clicks: again ? 2 : 1}
  }
}
