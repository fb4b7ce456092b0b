/** The sentences of one language: what the sources say in English, placeholders as `{0}`, to what is shown instead. */
export type Catalogue = Readonly<Record<string, string>>

/** What can stand in a sentence; it is written as a template literal would write it. */
type Value = string | number | null | undefined

/** A sentence taken apart: its texts, and the numbers of the values between them. */
type Pieces = readonly (string | number)[]

let spoken: Catalogue | null = null
// What a sentence is made of is found out once: rows say the same words at every frame.
const ofTemplates = new Map<TemplateStringsArray, Pieces>()
const ofKeys = new Map<string, Pieces>()

/**
 * From now on words are those of this catalogue; null: English, as the sources are written. It is the one thing that this room
 * remembers, and is said once, before anything that words itself is loaded: what stands in a constant is worded when its
 * module is.
 */
export function speak(catalogue: Catalogue | null): void {
  spoken = catalogue
  ofTemplates.clear()
  ofKeys.clear()
}

/** The key of a template in a catalogue: its text with `{0}`, `{1}` … where the values stand. */
export function keyOf(texts: readonly string[]): string {
  return texts.reduce((key, text, at) => (at === 0 ? text : `${key}{${at - 1}}${text}`), '')
}

/** Words of the screen, in the language that is spoken: a tag for templates. What has no translation stays English. */
export function t(texts: TemplateStringsArray, ...values: readonly Value[]): string {
  let pieces = ofTemplates.get(texts)
  if (pieces === undefined) {
    pieces = piecesOf(keyOf(texts))
    ofTemplates.set(texts, pieces)
  }
  return filled(pieces, values)
}

/** The same for a key that is put together, such as the words behind a number: `{0} layers`. */
export function translated(key: string, ...values: readonly Value[]): string {
  let pieces = ofKeys.get(key)
  if (pieces === undefined) {
    pieces = piecesOf(key)
    ofKeys.set(key, pieces)
  }
  return filled(pieces, values)
}

function piecesOf(key: string): Pieces {
  return (spoken?.[key] ?? key).split(/\{(\d+)\}/).map((piece, at) => (at % 2 === 0 ? piece : Number(piece)))
}

function filled(pieces: Pieces, values: readonly Value[]): string {
  let text = ''
  for (const piece of pieces) text += typeof piece === 'string' ? piece : String(values[piece])
  return text
}
