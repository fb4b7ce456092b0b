/**
 * Runs what it is given as soon as one of its lanes is free, what came last first: what a piece of work leads to is done before what
 * waits beside it, so that little is half done, and held, at a time.
 */
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
      const next = this.waiting.pop()
      if (next === undefined) this.free++
      else next()
    }
  }
}
