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

/** The same tag for what is written to disk in English, so that whoever reads it may speak any language: see `reworded`. */
export function kept(texts: TemplateStringsArray, ...values: readonly Value[]): string {
  return String.raw({raw: texts}, ...values)
}

/** What `kept` wrote, in the language that is spoken now; as it is where the catalogue has nothing like it. */
export function reworded(english: string): string {
  let said = english
  // Of several that fit, the one that says most of it in its own words.
  let most = 0
  for (const [key, text] of Object.entries(spoken ?? {})) {
    const parts = key.split(/\{\d+\}/)
    const own = parts.join('').length
    const values = own > most ? valuesBetween(parts, english) : null
    if (values === null) continue
    said = filled(takenApart(text), values)
    most = own
  }
  return said
}

/** What stands between these parts where a text is made of them; null where it is not. */
function valuesBetween(parts: readonly string[], text: string): string[] | null {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (parts.length === 1) return text === first ? [] : null
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return null
  const values: string[] = []
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at)
    if (next < 0) return null
    values.push(text.slice(at, next))
    at = next + part.length
  }
  const end = text.length - last.length
  return at > end ? null : [...values, text.slice(at, end)]
}

function piecesOf(key: string): Pieces {
  return takenApart(spoken?.[key] ?? key)
}

function takenApart(text: string): Pieces {
  return text.split(/\{(\d+)\}/).map((piece, at) => (at % 2 === 0 ? piece : Number(piece)))
}

function filled(pieces: Pieces, values: readonly Value[]): string {
  let text = ''
  for (const piece of pieces) text += typeof piece === 'string' ? piece : String(values[piece])
  return text
}
