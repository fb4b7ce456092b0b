/** The last second that a Date can hold. */
const END_OF_TIME = 8_640_000_000_000

/** ISO 8601 of the seconds since 1970 that an engine gives; null where they are no number, none (0), or beyond all dates. */
export function timeOf(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= END_OF_TIME)) return null
  return new Date(seconds * 1000).toISOString()
}
