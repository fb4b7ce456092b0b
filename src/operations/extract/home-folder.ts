import {join, resolve} from 'node:path'

/** A folder as it is typed, with `~` for the home folder, as shells have it. */
export function fromHome(path: string, home: string): string {
  if (path === '~') return home
  return path.startsWith('~/') ? join(home, path.slice(2)) : path
}

/** Where a path as it is typed leads, in full, with `~` for the home folder: `./x` alone says nothing of where that is. */
export function wholePath(path: string, home: string): string {
  const whole = resolve(fromHome(path, home))
  const inHome = home !== '/' && home !== '' && `${whole}/`.startsWith(`${home}/`)
  return inHome ? `~${whole.slice(home.length)}` : whole
}
