import {decodeName} from '../../layer/layer-index.ts'
import {type GlobToken, globMatches} from './glob.ts'
import {BEYOND_ASCII, type Letters, lettersOf} from './letters.ts'

/** Holds names against a part of a pattern. What it found stays in `from` and `till` until the next call. */
export interface NameTest {
  /** bytes of the name from its start: where the match begins and ends */
  from: number
  till: number
  /** what a name must hold to match */
  readonly letters: Letters
  /** True where the name in bytes[start, end), which holds `held`, matches. */
  matches(bytes: Uint8Array, start: number, end: number, held: Letters): boolean
}

/** Where in a name a literal part has to stand. */
export type Where = 'anywhere' | 'at-start' | 'at-end' | 'whole'

/** Per byte the same letter in lower case (ASCII), or itself. */
function foldTable(caseSensitive: boolean): Uint8Array {
  return Uint8Array.from({length: 256}, (_, byte) => (!caseSensitive && byte >= 65 && byte <= 90 ? byte + 32 : byte))
}

/** A literal text at a place in the name; no capitals in it means both cases. */
export function literalTest(text: string, where: Where, caseSensitive: boolean): NameTest {
  const wanted = caseSensitive ? text : text.toLowerCase()
  const isAscii = /^[\x00-\x7f]*$/.test(wanted)
  return caseSensitive || isAscii
    ? new LiteralTest(Buffer.from(wanted), where, foldTable(caseSensitive))
    : new FoldedTest(wanted, where)
}

/** Byte by byte: for ASCII, and for whatever is looked for as it stands. */
class LiteralTest implements NameTest {
  from = 0
  till = 0
  readonly letters: Letters
  private readonly wanted: Uint8Array
  private readonly where: Where
  private readonly fold: Uint8Array

  constructor(wanted: Uint8Array, where: Where, fold: Uint8Array) {
    this.wanted = wanted
    this.where = where
    this.fold = fold
    this.letters = lettersOf(wanted, 0, wanted.length)
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const {wanted, where, fold} = this
    const {length} = wanted
    if (where === 'whole' && end - start !== length) return false
    const first = where === 'at-end' ? end - length : start
    const last = where === 'anywhere' || where === 'at-end' ? end - length : start
    if (first < start || first + length > end) return false
    const head = wanted[0]!
    for (let at = first; at <= last; at++) {
      if (fold[bytes[at]!] !== head) continue
      let same = 1
      while (same < length && fold[bytes[at + same]!] === wanted[same]) same++
      if (same < length) continue
      this.from = at - start
      this.till = at - start + length
      return true
    }
    return false
  }
}

/** For letters beyond ASCII in both cases: only names that hold such bytes are looked at, as text. */
class FoldedTest implements NameTest {
  from = 0
  till = 0
  readonly letters = BEYOND_ASCII
  private readonly wanted: string
  private readonly where: Where

  constructor(wanted: string, where: Where) {
    this.wanted = wanted
    this.where = where
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const {wanted, where} = this
    const name = decodeName(bytes, start, end)
    const folded = name.toLowerCase()
    const at = where === 'at-end' ? folded.length - wanted.length : where === 'anywhere' ? folded.indexOf(wanted) : 0
    if (at < 0 || !folded.startsWith(wanted, at)) return false
    if (where === 'whole' && folded.length !== wanted.length) return false
    // A few letters have a lower case of another length: then the places are not those of the name.
    const exact = folded.length === name.length
    this.from = exact ? Buffer.byteLength(name.slice(0, at)) : 0
    this.till = exact ? this.from + Buffer.byteLength(name.slice(at, at + wanted.length)) : end - start
    return true
  }
}

/** A name as a whole against wildcards. */
export class GlobTest implements NameTest {
  readonly from = 0
  till = 0
  readonly letters: Letters
  private readonly tokens: readonly GlobToken[]

  constructor(tokens: readonly GlobToken[]) {
    this.tokens = tokens
    this.letters = tokens.reduce((letters, token) => letters | (token.kind === 'one' ? lettersOfOne(token) : 0), 0)
  }

  matches(bytes: Uint8Array, start: number, end: number, held: Letters): boolean {
    this.till = end - start
    if ((held & BEYOND_ASCII) === 0) return globMatches(this.tokens, bytes, start, end)
    const characters = Array.from(decodeName(bytes, start, end), each => each.codePointAt(0)!)
    return globMatches(this.tokens, characters, 0, characters.length)
  }
}

/**
 * The test of a text in either of its spellings: an accented letter is one character, or a letter and its accent, as Macs store
 * names (Unicode normalization forms C and D). Nobody sees which of them a name is written in, nor which one was typed.
 */
export function inEitherSpelling(text: string, test: (spelling: string) => NameTest): NameTest {
  const spellings = new Set([text, text.normalize('NFC'), text.normalize('NFD')])
  const tests = Array.from(spellings, test)
  return tests.length === 1 ? tests[0]! : new AnyTest(tests)
}

/** Matches where the first of several does that does. */
class AnyTest implements NameTest {
  from = 0
  till = 0
  readonly letters: Letters
  private readonly tests: readonly NameTest[]

  constructor(tests: readonly NameTest[]) {
    this.tests = tests
    this.letters = tests.reduce((common, {letters}) => common & letters, ~0)
  }

  matches(bytes: Uint8Array, start: number, end: number, held: Letters): boolean {
    const test = this.tests.find(
      each => (held & each.letters) === each.letters && each.matches(bytes, start, end, held),
    )
    if (test === undefined) return false
    this.from = test.from
    this.till = test.till
    return true
  }
}

/** Beyond ASCII one case may be of other bytes than the other. */
function lettersOfOne({lower, upper}: Extract<GlobToken, {kind: 'one'}>): Letters {
  return lower < 128 && upper < 128 ? lettersOf(Uint8Array.of(lower), 0, 1) : 0
}

/** True where bytes[start, end) are ASCII. */
export function isAsciiName(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 127) return false
  return true
}
