import {describe, expect, it} from 'vitest'
import {width} from '../../src/text/width.ts'
import {edited, textField} from '../../src/tui/app/field/text-field.ts'
import {litText, withoutCells} from '../../src/tui/app/preview/lit-text.ts'
import {piecesWidth} from '../../src/tui/ui/line.ts'
import {fieldPieces} from '../../src/tui/ui/rows/field-row.ts'
import {themeFor} from '../../src/tui/ui/theme.ts'

const ABILITIES = {colour: true, manyColours: true, trueColours: false, highContrast: false, style: true, unicode: true}
const themes = [themeFor(ABILITIES), themeFor({...ABILITIES, colour: false, style: false})]

/** Wide letters, marks, conjuncts, flags, families, letters written from right to left. */
const TYPED = [
  '日本語の名前',
  'ไทยทำน้ำ',
  'क्षत्रिय',
  '한글'.normalize('NFD'),
  '🇩🇪👩‍👩‍👧👍🏽',
  'e\u0301a\u0302',
  'שלום',
  'ab日cd',
]

describe('a field that is typed in', () => {
  it('never takes more cells than it has, wherever its cursor is', () => {
    for (const text of TYPED)
      for (const theme of themes)
        for (let cells = 2; cells < 24; cells++) {
          let field = textField(text)
          for (;;) {
            const wide = piecesWidth(fieldPieces(field, cells, true, theme))
            expect({text, cells, cursor: field.cursor, fits: wide <= cells}).toMatchObject({fits: true})
            if (field.cursor === 0) break
            field = edited(field, 'left')!
          }
        }
  })

  it('goes and deletes character by character, as they are seen', () => {
    const left = (text: string, times: number) =>
      Array.from({length: times}).reduce<ReturnType<typeof textField>>(field => edited(field, 'left')!, textField(text))
    expect(edited(textField('a👩‍👩‍👧'), 'backspace')).toEqual({text: 'a', cursor: 1})
    expect(edited(left('🇩🇪🇯🇵', 1), 'backspace')).toEqual({text: '🇯🇵', cursor: 0})
    expect(edited(left('cafe\u0301s', 1), 'backspace')).toEqual({text: 'cafs', cursor: 3})
    expect(left('한글'.normalize('NFD'), 2).cursor).toBe(0)
  })
})

describe('a text that is shown from a column on', () => {
  it('keeps its columns: half of a wide character is a blank', () => {
    const shown = (text: string, left: number) =>
      withoutCells(litText(text, [], false), left)
        .map(part => part.text)
        .join('')
    expect([0, 1, 2, 3, 4].map(left => shown('日本x', left))).toEqual(['日本x', ' 本x', '本x', ' x', 'x'])
    expect([1, 2, 3].map(left => shown('a日b', left))).toEqual(['日b', ' b', 'b'])
    for (const text of TYPED)
      for (let left = 0; left <= width(shown(text, 0)); left++)
        expect({text, left, wide: width(shown(text, left))}).toEqual({text, left, wide: width(shown(text, 0)) - left})
  })
})

describe('what is searched in a text', () => {
  it('is lit as whole characters', () => {
    const text = 'cafe\u0301 au lait'
    expect(litText(text, [[0, 4]], false)).toEqual([
      {text: 'cafe\u0301', lit: true},
      {text: ' au lait', lit: false},
    ])
    expect(litText('क्षत्रिय', [[0, 1]], false)[0]).toMatchObject({lit: true, text: 'क्\u200cष'})
  })

  it('changes nothing but the light', () => {
    for (const text of TYPED)
      for (let from = 0; from < text.length; from++) {
        const parts = litText(text, [[from, from + 1]], false)
        const joined = parts.map(part => part.text).join('')
        expect(joined).toBe(
          litText(text, [], false)
            .map(part => part.text)
            .join(''),
        )
        expect(parts.reduce((sum, part) => sum + width(part.text), 0)).toBe(width(joined))
        expect(parts.filter(part => part.lit).length).toBe(1)
      }
  })
})
