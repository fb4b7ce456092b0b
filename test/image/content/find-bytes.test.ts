import {describe, expect, it} from 'vitest'
import {ByteRun} from '../../../src/image/content/byte-run.ts'
import {findBytes, findInText, needleOf} from '../../../src/image/content/find-bytes.ts'

function find(text: string, wanted: string, slice = 1 << 20): number[] {
  const bytes = Buffer.from(text)
  const run = ByteRun.EMPTY.with(bytes.subarray(0, 5)).with(bytes.subarray(5))
  const needle = needleOf(Buffer.from(wanted))
  const found: number[] = []
  for (let at = 0; needle !== null && at < bytes.length; at += slice) {
    found.push(...findBytes(run, needle, Math.max(at, (found.at(-1) ?? -9) + needle.bytes.length), at + slice, 100))
  }
  return found
}

describe('finding', () => {
  it.each([
    ['abcabc', 'b', [1, 4]],
    ['abcabc', '', []],
    ['aaaa', 'aa', [0, 2]],
    ['Error error ERROR', 'error', [0, 6, 12]],
    ['Error error ERROR', 'Error', [0]],
    ['a.b(c)[d]\\e', '.b(c)[d]\\', [1]],
    ['axb', 'a.b', []],
    ['über Über', 'über', [0]],
    ['日本 日本', '本', [3, 10]],
    ['ab\ncd', 'b\nc', [1]],
    ['a-b_c', '-b_', [1]],
  ])('in %j of %j', (text, wanted, expected) => {
    expect(find(text, wanted)).toEqual(expected)
    // Cut anywhere, a needle that lies over the cut is found too, and once.
    for (const slice of [1, 2, 3, 7]) expect(find(text, wanted, slice)).toEqual(expected)
  })

  it('never takes the end of one character for the beginning of another', () => {
    // é is C3 A9; E3 A9 begins a character of three bytes.
    expect(find('\u3a40', 'é')).toEqual([])
  })

  it('stops at as many as are wanted', () => {
    const run = ByteRun.EMPTY.with(Buffer.alloc(1000, 'a'))
    expect(findBytes(run, needleOf(Buffer.from('a'))!, 0, 1000, 7)).toHaveLength(7)
  })

  it.each([
    [
      'Error error',
      'error',
      [
        [0, 5],
        [6, 11],
      ],
    ],
    ['Error error', 'Error', [[0, 5]]],
    ['İstanbul error', 'error', [[9, 14]]],
    ['abc', '', []],
  ])('agrees in a row’s characters: %j of %j', (text, wanted, expected) => {
    expect(findInText(text, wanted)).toEqual(expected)
  })
})
