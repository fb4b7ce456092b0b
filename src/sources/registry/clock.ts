import {setTimeout as pause} from 'node:timers/promises'
import {cancelled} from '../../image/oci/error.ts'

/** Time and chance, so that tests need not wait. */
export interface Clock {
  /** milliseconds since 1970 */
  now(): number
  /** Rejects with `cancelled` where the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** 0 ≤ n < 1 */
  random(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    pause(ms, undefined, {signal}).catch(() => {
      throw cancelled()
    }),
}
