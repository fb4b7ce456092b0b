import {isUnicode} from '../../text/language.ts'
import type {Capabilities} from '../app/state.ts'

/** Which colours were asked for; auto goes by the terminal's ground. */
export type ThemeChoice = 'auto' | 'light' | 'dark' | 'high-contrast'

/** DEC's terminals have no colours (their terminfo entries have no `colors`), nor do those that say so. */
const MONOCHROME = /^(?:vt[1-4]\d\d|.*-m(?:ono)?)$/

/**
 * What the terminal can show, by its environment: NO_COLOR (no-color.org), TERM, and the locale.
 */
export function capabilitiesOf(
  env: Readonly<Record<string, string | undefined>>,
  theme: ThemeChoice = 'auto',
): Capabilities {
  const {TERM, COLORTERM, NO_COLOR} = env
  const dumb = TERM === 'dumb'
  const colour = !dumb && !NO_COLOR && (!MONOCHROME.test(TERM ?? '') || !!COLORTERM)
  return {
    colour,
    manyColours: colour && (/256color|direct/.test(TERM ?? '') || !!COLORTERM),
    trueColours: colour && (/direct/.test(TERM ?? '') || /truecolor|24bit/i.test(COLORTERM ?? '')),
    ...(theme === 'light' || theme === 'dark' ? {ground: theme} : {}),
    highContrast: theme === 'high-contrast',
    style: !dumb,
    unicode: isUnicode(env),
  }
}
