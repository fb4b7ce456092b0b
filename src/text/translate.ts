/** The sentences of one language: what the sources say in English, placeholders as `{0}`, to what is shown instead. */
export type Catalogue = Readonly<Record<string, string>>

let spoken: Catalogue | null = null
// A template is one object for as long as the program runs: its translation is looked up once.
let found = new Map<TemplateStringsArray, readonly (string | number)[]>()

/**
 * From now on `t` and `counted` speak by this catalogue; null: English, as the sources are written. It is the one thing in
 * this room that is remembered, and is said once, before anything that words itself is loaded: what stands in a constant
 * is worded when its module is.
 */
export function speak(catalogue: Catalogue | null): void {
  spoken = catalogue
  found = new Map()
}

/** The key of a template in a catalogue: its text with `{0}`, `{1}` … where the values stand. */
export function keyOf(texts: readonly string[]): string {
  return texts.reduce((key, text, at) => (at === 0 ? text : `${key}{${at - 1}}${text}`), '')
}

/** Words of the screen, in the language that is spoken: a tag for templates. What has no translation stays English. */
export function t(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  if (spoken === null) {
    let text = texts[0]!
    for (let at = 0; at < values.length; at++) text += values[at] + texts[at + 1]!
    return text
  }
  let pieces = found.get(texts)
  if (pieces === undefined) {
    pieces = piecesOf(spoken[keyOf(texts)] ?? keyOf(texts))
    found.set(texts, pieces)
  }
  return filled(pieces, values)
}

/** What a catalogue has for a key that is no template, such as the words of a number; the key itself where it has none. */
export function translated(key: string, ...values: readonly (string | number)[]): string {
  return filled(piecesOf(spoken?.[key] ?? key), values)
}

/** A translation taken apart: its texts, and the numbers of the values between them. */
function piecesOf(text: string): readonly (string | number)[] {
  return text.split(/\{(\d+)\}/).map((piece, at) => (at % 2 === 0 ? piece : Number(piece)))
}

function filled(pieces: readonly (string | number)[], values: readonly (string | number)[]): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : (values[piece] ?? ''))).join('')
}
