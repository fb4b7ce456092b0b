import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

/** By Change: none, added, modified, metadata, rewritten, removed. */
const LETTERS = [' ', '+', '~', 'm', '=', '-'] as const
const REMOVED = 5

/** The colour of a change, by Change; null for none. */
export const CHANGE_STYLES: readonly (Style | null)[] = [null, 'added', 'modified', 'metadata', 'rewritten', 'removed']

/** The letter of a change: it says what the colour says. */
export function changeLetter(change: number, theme: Theme): string {
  return change === REMOVED ? theme.glyphs.minus : (LETTERS[change] ?? ' ')
}
