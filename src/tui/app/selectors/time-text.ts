import {age} from '../../../text/age.ts'
import {t} from '../../../text/translate.ts'

/** A modification time to the minute, in UTC as images are built; the seconds themselves where no calendar has them. */
export function timeText(seconds: number): string {
  const time = new Date(seconds * 1000)
  if (Number.isNaN(time.getTime())) return `@${seconds}`
  return time.toISOString().slice(0, -8).replace('T', ' ').padStart(16)
}

/** How long ago, without ` ago`: the column's name says what it is. '' where it is not known. */
export function shortAge(created: string | null, now: number): string {
  return (age(created, now) ?? '').replace(/ ago$/, '')
}

/** How long something took, a tenth at least: `0.2 s`, `41 s`, `3 min 12 s`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 9.95) return `${Math.max(0.1, seconds).toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  return minutes < 60
    ? t`${minutes} min ${Math.round(seconds) % 60} s`
    : t`${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
