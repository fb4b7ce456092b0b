import type {EntryTypeName} from '../../../image/layer/layer-index.ts'

const TYPE_LETTER: Record<EntryTypeName, string> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: '-',
  char: 'c',
  block: 'b',
  fifo: 'p',
}

/** A mode as `ls -l` writes it: `drwxr-xr-x`, with s, S, t and T for setuid, setgid and sticky. */
export function modeText(type: EntryTypeName, mode: number): string {
  let text = TYPE_LETTER[type]
  for (const [shift, special, letter] of [
    [6, 0o4000, 's'],
    [3, 0o2000, 's'],
    [0, 0o1000, 't'],
  ] as const) {
    const bits = (mode >> shift) & 7
    const execute = (bits & 1) !== 0
    text += bits & 4 ? 'r' : '-'
    text += bits & 2 ? 'w' : '-'
    text += mode & special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-'
  }
  return text
}

/** A modification time to the minute, in UTC as images are built; the seconds themselves where no calendar has them. */
export function timeText(seconds: number): string {
  const time = new Date(seconds * 1000)
  if (Number.isNaN(time.getTime())) return `@${seconds}`
  return time.toISOString().slice(0, -8).replace('T', ' ').padStart(16)
}
