import type {Key} from 'ink'

/** Ink's names of keys that type nothing, and ours. */
const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const

/**
 * What Ink read, as names of keys: `j`, `G`, `ctrl+d`, `up`, `shift+tab`, `space`. Keys typed faster than they are read come
 * as one input, and are several keys here.
 */
export function keysOf(input: string, key: Key): string[] {
  const named = NAMED.find(([flag]) => key[flag])
  if (named !== undefined) return [key.shift && named[1] === 'tab' ? 'shift+tab' : named[1]]
  if (key.ctrl) return input === '' ? [] : [`ctrl+${input === ' ' ? 'space' : input.toLowerCase()}`]
  if (key.meta) return []
  return [...input].flatMap(character => {
    if (character === ' ') return ['space']
    if (character === '\r' || character === '\n') return ['enter']
    if (character === '\t') return ['tab']
    if (character === '\x7f' || character === '\b') return ['backspace']
    if (character === '\x00') return ['ctrl+space']
    const code = character.codePointAt(0)!
    if (code < 0x1b) return [`ctrl+${String.fromCharCode(code + 0x60)}`]
    return code < 0x20 ? [] : [character]
  })
}
