/** What JSON lets through as it is and a terminal obeys or hides: DEL, C1, marks that order text or are drawn as nothing. */
const HOSTILE = /[\x7f-\x9f\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{2028}\u{2029}\u{fff9}-\u{fffb}]/gu

const PLAIN = /^[\n\x20-\x7e]*$/

/** A value as JSON that harms no terminal: the same value for whoever parses it. `indent`: spaces a level, 0 for one line. */
export function jsonText(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent)
  return PLAIN.test(text) ? text : text.replace(HOSTILE, escaped)
}

function escaped(character: string): string {
  let units = ''
  for (let i = 0; i < character.length; i++) units += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
  return units
}
