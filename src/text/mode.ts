const TYPE_LETTERS: Readonly<Record<string, string>> = {directory: 'd', symlink: 'l', char: 'c', block: 'b', fifo: 'p'}

/** A mode as `ls -l` writes it: `drwxr-xr-x`, with s, S, t and T for setuid, setgid and sticky. `type` as `ls --json` names it. */
export function modeText(type: string, mode: number): string {
  let text = TYPE_LETTERS[type] ?? '-'
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
