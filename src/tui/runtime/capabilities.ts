import type {Capabilities} from '../app/state.ts'

/** Which colours were asked for; auto goes by the terminal's ground. */
export type ThemeChoice = 'auto' | 'light' | 'dark' | 'high-contrast'

/** DEC's terminals have no colours (their terminfo entries have no `colors`), nor do those that say so. */
const MONOCHROME = /^(?:vt[1-4]\d\d|.*-m(?:ono)?)$/

/**
 * What the terminal can show, by its environment: NO_COLOR (no-color.org), TERM, and the locale as POSIX picks it. Without
 * any locale it is taken for UTF-8: containers and minimal machines set none, and their terminals show UTF-8 all the same.
 */
export function capabilitiesOf(
  env: Readonly<Record<string, string | undefined>>,
  theme: ThemeChoice = 'auto',
): Capabilities {
  const {TERM, COLORTERM, NO_COLOR, LC_ALL, LC_CTYPE, LANG} = env
  const dumb = TERM === 'dumb'
  const colour = !dumb && !NO_COLOR && (!MONOCHROME.test(TERM ?? '') || !!COLORTERM)
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return {
    colour,
    manyColours: colour && (/256color|direct/.test(TERM ?? '') || !!COLORTERM),
    trueColours: colour && (/direct/.test(TERM ?? '') || /truecolor|24bit/i.test(COLORTERM ?? '')),
    ...(theme === 'light' || theme === 'dark' ? {ground: theme} : {}),
    highContrast: theme === 'high-contrast',
    style: !dumb,
    unicode: !dumb && (locale === '' || /utf-?8/i.test(locale)),
  }
}
