import {graphemesOf} from '../../../text/graphemes.ts'
import {width} from '../../../text/width.ts'

/** A line that is being typed. The cursor stands before the character (as the user sees characters) at this place, from 0. */
export interface TextField {
  readonly text: string
  readonly cursor: number
}

/** More than anybody types; a paste beyond it is cut. Characters. */
const LONGEST = 4096

/** The characters of a text as the user sees them. */
export function characters(text: string): string[] {
  return Array.from(graphemesOf(text), each => each.segment)
}

/** A field holding `text`, the cursor behind it. */
export function textField(text = ''): TextField {
  return {text, cursor: characters(text).length}
}

/** The field with its cursor before the character that is drawn in a cell, counted from 0; behind the last one, its end. */
export function withCursorAt(field: TextField, cell: number, drawn: (character: string) => string): TextField {
  let till = 0
  const cursor = characters(field.text).findIndex(each => {
    till += width(drawn(each))
    return cell < till
  })
  return cursor < 0 ? textField(field.text) : {...field, cursor}
}

/** The field after a key: a character is put in, the keys of readline edit and move; null for a key that does neither. */
export function edited(field: TextField, key: string): TextField | null {
  const before = characters(field.text)
  const {cursor} = field
  const keep = (from: number, to: number): TextField => ({
    text: [...before.slice(0, from), ...before.slice(to)].join(''),
    cursor: from,
  })
  switch (key) {
    case 'left':
    case 'ctrl+b':
      return {...field, cursor: Math.max(0, cursor - 1)}
    case 'right':
    case 'ctrl+f':
      return {...field, cursor: Math.min(before.length, cursor + 1)}
    case 'home':
    case 'ctrl+a':
      return {...field, cursor: 0}
    case 'end':
    case 'ctrl+e':
      return {...field, cursor: before.length}
    case 'backspace':
    case 'ctrl+h':
      return cursor === 0 ? field : keep(cursor - 1, cursor)
    case 'delete':
    case 'ctrl+d':
      return cursor === before.length ? field : keep(cursor, cursor + 1)
    case 'ctrl+u':
      return keep(0, cursor)
    case 'ctrl+k':
      return keep(cursor, before.length)
    case 'ctrl+w':
      return keep(wordStart(before, cursor), cursor)
    case 'space':
      return inserted(field, ' ')
  }
  return characters(key).length === 1 && !isControl(key) ? inserted(field, key) : null
}

/** The field with text put in at the cursor as one piece: line ends inside become spaces, what can't be shown is left out. */
export function inserted(field: TextField, text: string): TextField {
  const before = characters(field.text)
  const room = Math.max(0, LONGEST - before.length)
  const line = text
    .slice(0, LONGEST * 4)
    .replace(/[\r\n]+$/, '')
    .replaceAll(/[\r\n\t]+/g, ' ')
  const added = characters(line)
    .filter(each => !isControl(each))
    .slice(0, room)
  const head = [...before.slice(0, field.cursor), ...added].join('')
  // Joined anew: what is put in may melt with what stands before it (an accent typed after its letter).
  return {text: head + before.slice(field.cursor).join(''), cursor: characters(head).length}
}

/** What nobody sees is no part of what is typed: escapes, bidi overrides, spaces without a width and their like. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cf}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{2028}\u{2029}]/u
/** But letters and pictures are joined by such: joiners, variation selectors, the tags of flags (UAX #29, UTS #51). */
const JOINING = /\p{Join_Control}|\p{Variation_Selector}|[\u{e0020}-\u{e007f}]/gu

function isControl(character: string): boolean {
  return UNSEEN.test(character.replaceAll(JOINING, ''))
}

/** Where the word before the cursor begins; a path is deleted name by name. */
function wordStart(before: readonly string[], cursor: number): number {
  let at = cursor
  while (at > 0 && /[\s/]/u.test(before[at - 1]!)) at--
  while (at > 0 && !/[\s/]/u.test(before[at - 1]!)) at--
  return at
}
