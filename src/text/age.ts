const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365.25 * DAY

// A step is used once there are two of it, as docker does: "7 days", then "2 weeks".
const STEPS = [
  ['year', YEAR, 2],
  ['month', YEAR / 12, 2],
  ['week', 7 * DAY, 2],
  ['day', DAY, 1],
  ['hour', HOUR, 1],
  ['minute', MINUTE, 1],
] as const

/**
 * How long ago an RFC 3339 time was, seen from `now` (milliseconds since 1970): `3 weeks ago`. Null where the text is no
 * time, or is the zero time that reproducible builds write.
 */
export function age(time: string | null, now: number): string | null {
  const at = time === null ? Number.NaN : Date.parse(time)
  if (Number.isNaN(at) || at <= 0) return null
  const seconds = (now - at) / 1000
  if (seconds < -MINUTE) return 'in the future'
  for (const [name, length, least] of STEPS) {
    const whole = Math.floor(seconds / length)
    if (whole >= least) return `${whole} ${name}${whole === 1 ? '' : 's'} ago`
  }
  return 'just now'
}
