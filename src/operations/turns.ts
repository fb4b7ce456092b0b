import {setImmediate as nextTurn} from 'node:timers/promises'
import {throwIfCancelled} from '../image/oci/error.ts'

/** The screen must be able to draw: after this many milliseconds of work others get a turn. */
const TURN_MS = 10

/** Long work on the thread that draws, in turns. */
export class Turns {
  private readonly signal: AbortSignal
  private ends = performance.now() + TURN_MS

  constructor(signal: AbortSignal) {
    this.signal = signal
  }

  /** Call it often: lets others work where this turn is over. Throws `cancelled`. */
  async breathe(): Promise<void> {
    throwIfCancelled(this.signal)
    if (performance.now() < this.ends) return
    await nextTurn()
    this.ends = performance.now() + TURN_MS
  }
}
