import {describe, expect, it} from 'vitest'
import {LazyOrder} from '../../src/tui/app/tree/lazy-order.ts'

/** A shuffle that is the same every time. */
function shuffled(count: number): Int32Array {
  const items = Int32Array.from({length: count}, (_, i) => i)
  let seed = 42
  for (let i = count - 1; i > 0; i--) {
    seed = (seed * 1103515245 + 12345) % 2147483648
    const j = seed % (i + 1)
    const kept = items[i]!
    items[i] = items[j]!
    items[j] = kept
  }
  return items
}

describe('a lazy order', () => {
  it.each([0, 1, 2, 95, 96, 97, 1000, 5000])('of %d items is the order that sorting gives', count => {
    const order = new LazyOrder(shuffled(count), (a, b) => a - b)
    for (let i = count - 1; i >= 0; i--) expect(order.at(i)).toBe(i)
    expect(order.at(count)).toBe(-1)
    expect(order.at(-1)).toBe(-1)
  })

  it.each(['rising', 'falling'])('copes with items that are %s already', way => {
    const items = Int32Array.from({length: 3000}, (_, i) => (way === 'rising' ? i : 2999 - i))
    const order = new LazyOrder(items, (a, b) => a - b)
    expect([0, 1500, 2999].map(place => order.at(place))).toEqual([0, 1500, 2999])
  })

  it('knows the place of an item before anything is sorted', () => {
    const order = new LazyOrder(shuffled(5000), (a, b) => b - a)
    expect(order.placeOf(4990)).toBe(9)
    expect(order.at(9)).toBe(4990)
    expect(order.placeOf(4990)).toBe(9)
  })

  it('compares a fraction of what sorting would, for the first screen of a large folder', () => {
    let compared = 0
    const order = new LazyOrder(shuffled(50_000), (a, b) => {
      compared++
      return a - b
    })
    for (let i = 0; i < 45; i++) order.at(i)
    expect(compared).toBeLessThan(50_000 * 4)
  })
})
