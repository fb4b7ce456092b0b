import type {Clock} from './clock.ts'

/** How often one exchange is tried in all. */
export const ATTEMPTS = 5
const FIRST_MS = 250
const LONGEST_MS = 8000
/** A registry that wants us to wait longer than this is told to the user instead. */
const LONGEST_WAIT_MS = 60_000

/** True for answers after which the same request may be sent again. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status === 500 || status === 502 || status === 503 || status === 504
}

/**
 * Milliseconds to wait before attempt `attempt` (1 is the first repetition): what Retry-After says, else twice as long each
 * time, somewhere in its upper half, so that many clients don't come back at once. Null: too long to wait for.
 */
export function pauseBefore(attempt: number, retryAfter: string | null, clock: Clock): number | null {
  const asked = retryAfter === null ? null : retryAfterMs(retryAfter, clock.now())
  if (asked !== null) return asked > LONGEST_WAIT_MS ? null : asked
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return longest / 2 + (longest / 2) * clock.random()
}

/** RFC 9110, 10.2.3: seconds, or a date. Null where it is neither. */
export function retryAfterMs(header: string, now: number): number | null {
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  // Date.parse takes a bare number for a year.
  const at = /^[a-z]{3},/i.test(header.trim()) ? Date.parse(header) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
