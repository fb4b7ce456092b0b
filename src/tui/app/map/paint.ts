import type {WasteCause} from '../../../image/analysis/waste/wasted-files.ts'
import {t} from '../../../text/translate.ts'

/** What a part of a tile stands for; how that looks is the theme's business. */
export type Paint =
  /** stored by a layer of yours, or of the base */
  | {readonly kind: 'layer' | 'base'; readonly index: number}
  /** wasted, for this reason */
  | {readonly kind: 'cause'; readonly cause: WasteCause}
  /** reached by the final image */
  | {readonly kind: 'kept'}
  /** many of which each is too small to be looked up */
  | {readonly kind: 'small'}
  /** stored so long ago, by AGES; after the last one where nobody says when */
  | {readonly kind: 'age'; readonly index: number}

const DAY = 86_400_000

/** Ages from the newest to the oldest: less than so many milliseconds. */
export const AGES = [
  {below: DAY, name: t`within a day`},
  {below: 7 * DAY, name: t`within a week`},
  {below: 31 * DAY, name: t`within a month`},
  {below: 183 * DAY, name: t`within half a year`},
  {below: 365 * DAY, name: t`within a year`},
  {below: 3 * 365 * DAY, name: t`within three years`},
  {below: Number.POSITIVE_INFINITY, name: t`older`},
] as const

/** The age of what was made then. */
export function agePaint(created: string | null, now: number): Paint {
  const time = Date.parse(created ?? '')
  // The time that builders write to have none.
  if (Number.isNaN(time) || time <= 0) return {kind: 'age', index: AGES.length}
  return {kind: 'age', index: AGES.findIndex(({below}) => now - time < below)}
}

const CAUSE_LETTERS: Readonly<Record<WasteCause, string>> = {
  content: '~',
  metadata: 'm',
  rewritten: '=',
  deleted: '-',
  opaque: 'o',
  type: 't',
  storedTwice: '2',
  neverVisible: '?',
}

/** The letter that says what the colour says; '' for what has none. */
export function paintLetter(paint: Paint): string {
  switch (paint.kind) {
    case 'layer':
    case 'base':
      return (paint.index % 36).toString(36)
    case 'cause':
      return CAUSE_LETTERS[paint.cause]
    case 'kept':
    case 'small':
      return ''
    case 'age':
      return paint.index === AGES.length ? '?' : String.fromCharCode(97 + paint.index)
  }
}

/** A text that two paints share exactly where they look alike. */
export function paintKey(paint: Paint): string {
  return paint.kind === 'cause' ? paint.cause : 'index' in paint ? `${paint.kind} ${paint.index}` : paint.kind
}
