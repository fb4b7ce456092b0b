import stringWidth from 'string-width'
import {describe, expect, it} from 'vitest'
import {pad, truncate, width} from '../../src/text/width.ts'

describe('the width of text', () => {
  it('is what the terminal library says, for every character of the first plane', () => {
    for (let code = 0x20; code < 0xffff; code++) {
      if (code >= 0xd800 && code < 0xe000) continue
      const character = String.fromCodePoint(code)
      if (/[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(character)) continue
      if (width(character) !== stringWidth(character))
        expect(`U+${code.toString(16)}`).toBe('as wide as string-width says')
    }
  })

  it('counts wide characters twice and marks not at all', () => {
    expect(width('日本')).toBe(4)
    expect(width('e\u0301')).toBe(1)
  })
})

describe('truncating', () => {
  it.each([
    ['what fits stays', 'abc', 3, 'end', 'abc'],
    ['at the end', 'abcdef', 4, 'end', 'abc…'],
    ['in the middle', 'abcdefgh', 5, 'middle', 'ab…gh'],
    ['at the start', 'abcdef', 4, 'start', '…def'],
    ['never half a wide character', '日本語', 4, 'end', '日…'],
    ['to nothing', 'abc', 0, 'end', ''],
    ['to the mark alone', 'abc', 1, 'end', '…'],
  ] as const)('cuts %s', (_, text, cells, from, cut) => {
    expect(truncate(text, cells, {from})).toBe(cut)
    expect(width(truncate(text, cells, {from}))).toBeLessThanOrEqual(cells)
  })

  it('does not measure a text of megabytes', () => {
    expect(truncate('日'.repeat(1_000_000), 5)).toBe('日日…')
  })
})

describe('padding', () => {
  it('fills and cuts to the very width', () => {
    expect(pad('ab', 4)).toBe('ab  ')
    expect(pad('ab', 4, 'right')).toBe('  ab')
    expect(pad('日本語', 4)).toBe('日… ')
  })
})
