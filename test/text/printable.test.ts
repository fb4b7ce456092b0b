import {describe, expect, it} from 'vitest'
import {printable} from '../../src/text/printable.ts'

describe('printable text', () => {
  it.each([
    ['plain names', 'usr/lib/node_modules', 'usr/lib/node_modules'],
    ['letters of any language', 'grüße-日本語-emoji😀', 'grüße-日本語-emoji😀'],
    ['an escape sequence', 'a\x1b[31mb', 'a␛[31mb'],
    ['a title change (OSC)', '\x1b]0;owned\x07', '␛]0;owned␇'],
    ['an 8-bit control', 'a\x9b31m', 'a<U+009B>31m'],
    ['DEL and backspace', 'a\x7f\b', 'a␡␈'],
    ['a line break', 'a\nb\r', 'a↵b␍'],
    ['text turned around', 'photo\u202egnp.exe', 'photo<U+202E>gnp.exe'],
    ['an isolate', '\u2066x\u2069', '<U+2066>x<U+2069>'],
    ['what is drawn as nothing', 'a\u200bb\ufeffc\u00ad', 'a<U+200B>b<U+FEFF>c<U+00AD>'],
    ['line separators', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
    ['a lone surrogate', 'a\ud800b', 'a<U+D800>b'],
    ['a tag character', 'a\u{e0041}', 'a<U+E0041>'],
    ['a mark without a letter', '\u0301a', '◌\u0301a'],
    ['a skin tone, which some terminals draw beside the hand', '👍🏽', '👍<U+1F3FD>'],
    ['a keycap, one cell or two', '1\u20e3', '1<U+20E3>'],
    ['a conjunct so that all count the same cells', 'क्ष', 'क्\u200cष'],
    ['a conjunct of Khmer', 'ខ្មែរ', 'ខ្\u200cមែរ'],
    ['Thai and Lao AM, a mark and a letter', 'ทำน้ำ ນ້ຳ', 'ท\u0e4d\u0e32น\u0e49\u0e4d\u0e32 ນ\u0ec9\u0ecd\u0eb2'],
    ['Korean as macOS writes it', '한글'.normalize('NFD'), '한글'.normalize('NFD')],
    ['a vowel and a final that follow no syllable', 'a\u1161 b\u11a8 각\u11a8', 'a<U+1161> b<U+11A8> 각\u11a8'],
    ['a sign that would be drawn around what follows', '\u06dd12 \u0600 3', '<U+06DD>12 <U+0600> 3'],
  ])('shows %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('keeps the lines of a command on demand, and nothing else that moves the cursor', () => {
    expect(printable('a\r\n\tb\x1b\rc', {lines: true})).toBe('a\n  b␛␍c')
    expect(printable('a\n\u0301b', {lines: true})).toBe('a\n◌\u0301b')
  })

  it('spells everything out where only ASCII can be shown', () => {
    expect(printable('é\x1b日', {ascii: true})).toBe('<U+00E9>^[<U+65E5>')
  })

  it('does not let marks pile up over the lines around', () => {
    expect(printable(`a${'\u0301'.repeat(50)}`)).toBe(`a${'\u0301'.repeat(4)}${'<U+0301>'.repeat(46)}`)
  })

  it('leaves nothing that a terminal acts upon, whatever goes in', () => {
    for (let code = 0; code < 0x3000; code++) {
      const shown = printable(`x${String.fromCodePoint(code)}`)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u)
    }
  })

  it('takes a text of megabytes in one go', () => {
    const long = '\x1b['.repeat(500_000)
    expect(printable(long)).toHaveLength(long.length)
  })
})
