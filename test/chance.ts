import {seededRandom} from './bench/random.mjs'

/** Chance that can be had again: the same seed gives the same choices. */
export class Chance {
  /** 0 ≤ … < 1 */
  readonly next: () => number

  constructor(seed: number) {
    this.next = seededRandom(seed)
  }

  /** A whole number below `end`; 0 where there is none. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  is(probability: number): boolean {
    return this.next() < probability
  }
}

/** Whole numbers below what is asked for, by the same chance. */
export function randomOf(seed: number): (below: number) => number {
  const chance = new Chance(seed)
  return below => chance.below(below)
}

export type Random = ReturnType<typeof randomOf>
