import {join} from 'node:path'

/** A folder as it is typed, with `~` for the home folder, as shells have it. */
export function fromHome(path: string, home: string): string {
  if (path === '~') return home
  return path.startsWith('~/') ? join(home, path.slice(2)) : path
}
