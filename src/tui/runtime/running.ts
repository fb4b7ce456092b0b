import {type Failure, toFailure} from '../../image/oci/error.ts'
import type {Message} from '../app/messages.ts'

/** What is under way, by the numbers that state knows it by: sessions and requests, which never are the same. */
export class Running {
  private readonly dispatch: (message: Message) => void
  private readonly running = new Map<number, AbortController>()

  constructor(dispatch: (message: Message) => void) {
    this.dispatch = dispatch
  }

  /**
   * Does something that its number can cancel, in place of what the same number began before. `tell` says nothing once it is
   * cancelled; what `work` throws is told as `failed` puts it.
   */
  async under(
    number: number,
    failed: (failure: Failure) => Message,
    work: (signal: AbortSignal, tell: (message: Message) => void) => Promise<void>,
  ): Promise<void> {
    const signal = this.begin(number)
    const tell = (message: Message) => {
      if (!signal.aborted) this.dispatch(message)
    }
    try {
      await work(signal, tell)
    } catch (error) {
      tell(failed(toFailure(error)))
    }
    if (this.running.get(number)?.signal === signal) this.running.delete(number)
  }

  /** Something new with this number; what it began before is cancelled. */
  begin(number: number): AbortSignal {
    this.cancel(number)
    const controller = new AbortController()
    this.running.set(number, controller)
    return controller.signal
  }

  cancel(number: number): void {
    this.running.get(number)?.abort()
  }

  /** It has ended by itself. */
  forget(number: number): void {
    this.running.delete(number)
  }

  cancelAll(): void {
    for (const controller of this.running.values()) controller.abort()
  }
}
