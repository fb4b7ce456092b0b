/**
 * Numbers pairs of numbers in the order they come, from 0: what a Map with pairs for keys would do, without making a key for
 * each question.
 */
export class PairTable {
  private readonly firsts: Int32Array
  private readonly seconds: Int32Array
  /** number + 1 at the place that the pair's hash leads to, or the next free one; 0 is free */
  private readonly slots: Int32Array
  private count = 0

  /** `most`: how many pairs there may be. */
  constructor(most: number) {
    this.firsts = new Int32Array(most)
    this.seconds = new Int32Array(most)
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most + 2)))
  }

  /** The pair's number; a new pair gets the next one. */
  numberOf(first: number, second: number): number {
    const mask = this.slots.length - 1
    // Knuth's multiplicative hashing; the high bits are the well mixed ones.
    const hash = Math.imul(Math.imul(first + 1, 0x9e3779b1) ^ second, 0x85ebca6b)
    let slot = (hash ^ (hash >>> 15)) & mask
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = this.slots[slot]! - 1
      if (this.firsts[number] === first && this.seconds[number] === second) return number
    }
    this.firsts[this.count] = first
    this.seconds[this.count] = second
    this.slots[slot] = ++this.count
    return this.count - 1
  }
}
