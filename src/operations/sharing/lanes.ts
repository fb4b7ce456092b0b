/** Runs what it is given as soon as one of its lanes is free, first come first served. */
export class Lanes {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(lanes: number) {
    this.free = lanes
  }

  /** Settles as `work` does. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await new Promise<void>(resolve => this.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.free++
      else next()
    }
  }
}
