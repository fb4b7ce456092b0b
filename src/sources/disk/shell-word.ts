/** A path as one word of a command that the user may paste: quoted where a shell would take it apart. */
export function shellWord(path: string): string {
  if (/^[\w./:@%+=,][\w./:@%+=,-]*$/.test(path)) return path
  const safe = path.startsWith('-') ? `./${path}` : path
  return `'${safe.replaceAll("'", "'\\''")}'`
}
