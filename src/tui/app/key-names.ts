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
