import {describe, expect, it} from 'vitest'
import {edited, inserted, type TextField, textField} from '../../src/tui/app/field/text-field.ts'

/** A field as `ab|cd`, the cursor as a bar. */
function field(drawn: string): TextField {
  const [before, after] = drawn.split('|') as [string, string]
  return {text: before + after, cursor: textField(before).cursor}
}

function drawn({text, cursor}: TextField): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), each => each.segment)
  return `${characters.slice(0, cursor).join('')}|${characters.slice(cursor).join('')}`
}

describe('keys in a field', () => {
  it.each([
    ['ab|', 'c', 'abc|'],
    ['|ab', 'é', 'é|ab'],
    ['a|b', 'space', 'a |b'],
    ['ab|', 'left', 'a|b'],
    ['|ab', 'left', '|ab'],
    ['a|b', 'right', 'ab|'],
    ['ab|', 'right', 'ab|'],
    ['ab|cd', 'home', '|abcd'],
    ['ab|cd', 'ctrl+e', 'abcd|'],
    ['ab|cd', 'backspace', 'a|cd'],
    ['|cd', 'backspace', '|cd'],
    ['ab|cd', 'delete', 'ab|d'],
    ['ab|', 'delete', 'ab|'],
    ['ab|cd', 'ctrl+u', '|cd'],
    ['ab|cd', 'ctrl+k', 'ab|'],
    ['usr/lib/x|', 'ctrl+w', 'usr/lib/|'],
    ['usr/lib/|', 'ctrl+w', 'usr/|'],
    ['one two |three', 'ctrl+w', 'one |three'],
    ['a👩‍🚀|b', 'backspace', 'a|b'],
    ['a한|', 'left', 'a|한'],
    ['ก|', '\u0e33', 'ก\u0e33|'],
    ['ท|', '\u0e35', 'ท\u0e35|'],
    ['e|x', '\u0301', 'e\u0301|x'],
    ['|', 'क्ष', 'क्ष|'],
    ['|', '👩‍👩‍👧', '👩‍👩‍👧|'],
    ['|', '👍🏽', '👍🏽|'],
    ['|', '❤️', '❤️|'],
  ])('%s and %s is %s', (before, key, after) => {
    expect(drawn(edited(field(before), key)!)).toBe(after)
  })

  it.each(['up', 'down', 'enter', 'esc', 'tab', 'ctrl+c', 'pagedown', '\x1b', '\u202e'])('%j edits nothing', key => {
    expect(edited(field('ab|'), key)).toBe(null)
  })
})

describe('text put in as one piece', () => {
  it.each([
    ['a|b', 'xyz', 'axyz|b'],
    ['|', 'one\ntwo\r\n', 'one two|'],
    ['|', 'a\tb', 'a b|'],
    ['|', '\x1b[31mred\x07', '[31mred|'],
    ['|', 'safe\u202etxt.exe', 'safetxt.exe|'],
    ['|', 'un\u200bseen\ufeff', 'unseen|'],
    ['|', '日本語/ทำน้ำ/क्षत्रिय/👩‍👩‍👧 1️⃣', '日本語/ทำน้ำ/क्षत्रिय/👩‍👩‍👧 1️⃣|'],
  ])('%s and %j is %s', (before, text, after) => {
    expect(drawn(inserted(field(before), text))).toBe(after)
  })

  it('is cut where nobody types on', () => {
    expect(inserted(textField('ab'), 'x'.repeat(10_000_000)).text).toHaveLength(4096)
  })
})
