import {counted} from './size.ts'
import {t} from './translate.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365.25 * DAY

// A step is used once there are two of it, as docker does: "7 days", then "2 weeks".
const STEPS = [
  {length: YEAR, least: 2, worded: (years: number) => counted(years, 'year ago', 'years ago')},
  {length: YEAR / 12, least: 2, worded: (months: number) => counted(months, 'month ago', 'months ago')},
  {length: 7 * DAY, least: 2, worded: (weeks: number) => counted(weeks, 'week ago', 'weeks ago')},
  {length: DAY, least: 1, worded: (days: number) => counted(days, 'day ago', 'days ago')},
  {length: HOUR, least: 1, worded: (hours: number) => counted(hours, 'hour ago', 'hours ago')},
  {length: MINUTE, least: 1, worded: (minutes: number) => counted(minutes, 'minute ago', 'minutes ago')},
]

/**
 * How long ago an RFC 3339 time was, seen from `now` (milliseconds since 1970): `3 weeks ago`. Null where the text is no
 * time, or is the zero time that reproducible builds write.
 */
export function age(time: string | null, now: number): string | null {
  const at = time === null ? Number.NaN : Date.parse(time)
  if (Number.isNaN(at) || at <= 0) return null
  const seconds = (now - at) / 1000
  if (seconds < -MINUTE) return t`in the future`
  for (const {length, least, worded} of STEPS) {
    const whole = Math.floor(seconds / length)
    if (whole >= least) return worded(whole)
  }
  return t`just now`
}
