import {speak} from './translate.ts'

/** The languages that the screen speaks, by their codes of ISO 639-1. */
export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether the terminal shows more than ASCII, by TERM and the locale as POSIX picks it. Without any locale it is taken for
 * UTF-8: containers and minimal machines set none, and their terminals show UTF-8 all the same.
 */
export function isUnicode({TERM, LC_ALL, LC_CTYPE, LANG}: Environment): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return TERM !== 'dumb' && (locale === '' || /utf-?8/i.test(locale))
}

/**
 * The language to speak: the one that was asked for, else the one of the locale, as gettext picks it (LANGUAGE where there is
 * a locale, LC_ALL, LC_MESSAGES, LANG). Those who write traditional Chinese get English unless they ask: what we have is
 * simplified. English too where the terminal could not show anything else.
 */
export function languageOf(wanted: Language | 'auto', env: Environment): Language {
  if (!isUnicode(env)) return 'en'
  if (wanted !== 'auto') return wanted
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  if (locale === '' || /^(?:C|POSIX)(?:\.|$)/.test(locale)) return 'en'
  for (const name of (env.LANGUAGE || locale).split(':')) {
    if (/^zh(?:$|[_.@-](?!TW|HK|MO|Hant))/i.test(name)) return 'zh'
    if (/^en(?:$|[_.@-])/i.test(name)) return 'en'
  }
  return 'en'
}

/** Speaks this language from now on. Of all but English the words are loaded first; whoever speaks English loads nothing. */
export async function speakLanguage(language: Language): Promise<void> {
  speak(language === 'en' ? null : (await import('./languages/zh.json', {with: {type: 'json'}})).default)
}
