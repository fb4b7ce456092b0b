import type {Capabilities} from '../app/state.ts'

/**
 * What the terminal can show, by its environment: NO_COLOR (no-color.org), TERM, and the locale as POSIX picks it. Without
 * any locale it is taken for UTF-8: containers and minimal machines set none, and their terminals show UTF-8 all the same.
 */
export function capabilitiesOf(env: Readonly<Record<string, string | undefined>>): Capabilities {
  const {TERM, NO_COLOR, LC_ALL, LC_CTYPE, LANG} = env
  const dumb = TERM === 'dumb'
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return {
    colour: !dumb && !NO_COLOR,
    style: !dumb,
    unicode: !dumb && (locale === '' || /utf-?8/i.test(locale)),
  }
}
