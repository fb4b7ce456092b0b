import {nearest} from '../../text/nearest.ts'

const SHOWN: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: '↵',
  space: 'space',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  'shift+tab': 'shift-tab',
  backspace: '⌫',
}

const ASCII: Readonly<Record<string, string>> = {
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  enter: 'enter',
  backspace: 'backspace',
}

/** A key as people call it: ↑, ^D, PgUp, G. */
export function keyName(key: string, unicode = true): string {
  if (!unicode && ASCII[key] !== undefined) return ASCII[key]
  if (SHOWN[key] !== undefined) return SHOWN[key]
  if (key.startsWith('ctrl+')) return `^${key.slice('ctrl+'.length).replace(/^[a-z]$/, letter => letter.toUpperCase())}`
  return key
}

/** Keys that type nothing, by the names that bindings have for them. */
const NAMES = [
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
  'enter',
  'esc',
  'tab',
  'shift+tab',
  'space',
  'backspace',
  'delete',
  'ctrl+space',
]

/** What else people call them. */
const ALSO: Readonly<Record<string, string>> = {
  escape: 'esc',
  return: 'enter',
  pgup: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  del: 'delete',
  ' ': 'space',
}

/** The key that somebody wrote: `j`, `G`, `ctrl+e`, `^E`, `PgDn`; null for none that a terminal sends. */
export function keyNamed(written: string): string | null {
  const plain = written
    .toLowerCase()
    .replace(/^(?:\^|c-|ctrl-)(?=.)/, 'ctrl+')
    .replace(/^(?:s-|shift-)(?=.)/, 'shift+')
  if (NAMES.includes(plain)) return plain
  if (ALSO[plain] !== undefined) return ALSO[plain]
  if (/^ctrl\+[a-z[]$/.test(plain)) return plain
  return /^[^\p{C}\p{Z}]$/u.test(written) ? written : null
}

/** The key whose name is like this one; null where none is. */
export function nearestKey(written: string): string | null {
  const known = [...NAMES, ...Object.keys(ALSO)]
  const near = nearest(written.toLowerCase(), known)
  return near === null ? null : (ALSO[near] ?? near)
}
