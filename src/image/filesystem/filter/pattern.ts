import {t} from '../../../text/translate.ts'

/** How a pattern is read: as a part of a name, as a shell's wildcards, as an ECMAScript regular expression. */
export type PatternKind = 'substring' | 'glob' | 'regex'

/**
 * What paths are filtered by. Without a slash it is held against names; with one against whole paths, as they are shown
 * (`/usr/lib/`, folders with a slash at their end), and what matches must reach into the last name: a folder's match is not
 * that of everything below it. A slash at the start is the root, a slash at the end asks for folders; both not for a regular
 * expression, which sees paths with the one in front and without the one behind. `*` and `?` stop at slashes, `**` is any
 * number of folders. Who writes no capital letter gets both cases. But for expressions, an accented letter is found in both of
 * its spellings.
 */
export interface PathPattern {
  readonly kind: PatternKind
  readonly text: string
}

/** What was typed, as a pattern, or why it is none. */
export type ParsedPattern =
  | {readonly kind: 'pattern'; readonly pattern: PathPattern}
  /** nothing to filter by */
  | {readonly kind: 'empty'}
  /** the reason: a few words, made of what was written, not fit for a screen before text/ has seen them */
  | {readonly kind: 'invalid'; readonly reason: string}

/** More folders than this in one pattern nobody writes: a path's state is one word of 32 bits. */
const MOST_PARTS = 30

/** The kind of a pattern, told by how it is written. */
export function kindOf(text: string, regex: boolean): PatternKind {
  if (regex) return 'regex'
  return /[*?[]/.test(text) ? 'glob' : 'substring'
}

/** Checks what was typed. Never throws. */
export function parsePattern(text: string, regex: boolean): ParsedPattern {
  const kind = kindOf(text, regex)
  if (kind === 'regex') {
    if (text === '') return {kind: 'empty'}
    try {
      expressionOf(text)
    } catch (error) {
      return {kind: 'invalid', reason: reasonOf(error)}
    }
  } else {
    const {parts} = partsOf(text)
    if (parts.length === 0) return {kind: 'empty'}
    if (parts.length > MOST_PARTS) return {kind: 'invalid', reason: t`More than ${MOST_PARTS} folders`}
  }
  return {kind: 'pattern', pattern: {kind, text}}
}

/** The names in a pattern that is no regular expression. */
export function partsOf(text: string): {
  readonly parts: readonly string[]
  readonly fromRoot: boolean
  readonly foldersOnly: boolean
} {
  const parts = text.split('/').filter(part => part !== '')
  return {parts, fromRoot: text.startsWith('/'), foldersOnly: parts.length > 0 && text.endsWith('/')}
}

/** True where capitals count. */
export function isCaseSensitive({kind, text}: PathPattern): boolean {
  // \W, \S, \D, \B, \P{Lu} are no capital letters to look for.
  const literal = kind === 'regex' ? text.replaceAll(/\\[pP]\{[^}]*\}|\\./gu, '') : text
  return /\p{Lu}/u.test(literal)
}

/** The expression, global. Throws SyntaxError where it is none. */
export function expressionOf(text: string): RegExp {
  const flags = isCaseSensitive({kind: 'regex', text}) ? 'g' : 'gi'
  try {
    return new RegExp(text, `${flags}u`)
  } catch {
    // Escapes of what needs none (`\-`, `\_`) are an error only where characters are whole code points.
    return new RegExp(text, flags)
  }
}

/** `Invalid regular expression: /(/: Unterminated group` says it all in its last words. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.slice(message.lastIndexOf(': ') + 1).trim() || t`It can not be read`
}
