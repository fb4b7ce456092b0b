/** A modification time to the minute, in UTC as images are built; the seconds themselves where no calendar has them. */
export function timeText(seconds: number): string {
  const time = new Date(seconds * 1000)
  if (Number.isNaN(time.getTime())) return `@${seconds}`
  return time.toISOString().slice(0, -8).replace('T', ' ').padStart(16)
}
