import {describe, expect, it} from 'vitest'
import {RecentContents} from '../../../src/tui/runtime/recent-contents.ts'
import {contentOf} from '../sample-previews.ts'

const MB = 1 << 20

describe('what was read lately', () => {
  it('is there again, the longest unused of too much is not', () => {
    const recent = new RecentContents()
    for (let i = 0; i < 4; i++) recent.keep(`${i}`, contentOf(new Uint8Array(8 * MB)))
    expect(recent.get('0')).not.toBeNull()
    recent.keep('4', contentOf(new Uint8Array(8 * MB)))
    expect(['0', '1', '2', '3', '4'].map(key => recent.get(key) !== null)).toEqual([true, false, true, true, true])
  })

  it('never is one file alone', () => {
    const recent = new RecentContents()
    recent.keep('small', contentOf(new Uint8Array(MB)))
    recent.keep('large', contentOf(new Uint8Array(17 * MB)))
    expect(recent.get('large')).toBeNull()
    expect(recent.get('small')).not.toBeNull()
  })

  it('counts what is read again once', () => {
    const recent = new RecentContents()
    recent.keep('a', contentOf(new Uint8Array(8 * MB)))
    for (let i = 0; i < 20; i++) recent.keep('b', contentOf(new Uint8Array(8 * MB)))
    expect(recent.get('a')).not.toBeNull()
  })
})
