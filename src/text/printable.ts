/**
 * Text of an image, a registry or an engine is hostile: it may hold escape sequences, line breaks, or marks that turn the
 * reading direction around. What leaves this function has exactly the characters one sees: nothing moves the cursor, changes
 * a colour, hides or reorders other text.
 */
export interface PrintableOptions {
  /** keep line breaks (a command of several lines); else each becomes ↵ */
  readonly lines?: boolean
  /** the terminal shows ASCII only: everything else is spelled out */
  readonly ascii?: boolean
}

const PLAIN = /^[\x20-\x7e]*$/

// Controls, lone surrogates, marks that order or format text (UAX #9; Cf), what is drawn as nothing at all (zero-width
// characters, the byte order mark, variation selectors, tags), line and paragraph separators. And what joins the character
// before or behind it only where the terminal's font can do so: skin tones, the keycap, letters that are Prepend (UAX #29),
// vowels and finals of Hangul that follow nothing they could be written with.
const HOSTILE =
  /[\p{Cc}\p{Cs}\p{Cf}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u{2028}\u{2029}\u{d4e}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11d46}]|\u{20e3}|(?<![\u{1100}-\u{115f}\u{a960}-\u{a97c}])[\u{1160}-\u{11a7}\u{d7b0}-\u{d7c6}]|(?<![\u{1160}-\u{11a7}\u{d7b0}-\u{d7c6}\u{ac00}-\u{d7a3}])[\u{11a8}-\u{11ff}\u{d7cb}-\u{d7fb}]/gu
// More marks on one letter than any language writes would be drawn over the lines around.
const MANY_MARKS = /(?<=\p{M}{4})\p{M}/gu
const LEADING_MARK = /^(?=\p{M})/gmu
// Terminals give each consonant of a conjunct its own cell; a non-joiner lets everybody else count them so too (the linkers
// of UAX #29's InCB).
const CONJUNCT =
  /(?<=[\u{94d}\u{9cd}\u{acd}\u{b4d}\u{c4d}\u{d4d}\u{1039}\u{17d2}\u{1a60}\u{1b44}\u{1bab}\u{a9c0}\u{aaf6}\u{10a3f}\u{11133}\u{113d0}\u{1193e}\u{11a47}\u{11a99}\u{11f42}])(?=\p{L})/gu
// Thai's and Lao's AM is a mark above the letter and a letter behind it, which terminals count and others don't: as its two
// parts, which look the same, all do (UnicodeData.txt, their compatibility decompositions).
const AM = /[\u{e33}\u{eb3}]/gu
const AM_PARTS: Readonly<Record<string, string>> = {'\u{e33}': '\u{e4d}\u{e32}', '\u{eb3}': '\u{ecd}\u{eb2}'}
const NOT_ASCII = /[^\x20-\x7e\n]/gu

/** `text` with everything that is not a visible character replaced by something visible. Linear in its length. */
export function printable(text: string, options: PrintableOptions = {}): string {
  if (PLAIN.test(text)) return text
  const {lines = false, ascii = false} = options
  let clean = lines ? text.replaceAll('\r\n', '\n').replaceAll('\t', '  ') : text
  clean = clean.replace(HOSTILE, character => (lines && character === '\n' ? character : symbol(character, ascii)))
  if (!ascii) clean = clean.replace(AM, letter => AM_PARTS[letter]!).replace(MANY_MARKS, spelled)
  // A mark without a letter would be drawn on whatever stands before it.
  clean = clean.replace(LEADING_MARK, '\u25cc')
  return ascii ? clean.replace(NOT_ASCII, spelled) : clean.replace(CONJUNCT, '\u200c')
}

function symbol(character: string, ascii: boolean): string {
  const code = character.codePointAt(0)!
  if (ascii && code < 0x20) return `^${String.fromCharCode(code + 0x40)}`
  if (ascii && code === 0x7f) return '^?'
  if (code === 0x0a) return '↵'
  // Unicode has a picture of each C0 control.
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return spelled(character)
}

function spelled(character: string): string {
  return `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`
}
