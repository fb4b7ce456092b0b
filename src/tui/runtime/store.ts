import type {Effect} from '../app/effects.ts'
import type {Message} from '../app/messages.ts'
import type {State} from '../app/state.ts'
import {update} from '../app/update.ts'

/** Redrawing for what happens in the background no more often than this, milliseconds. */
const BACKGROUND = 33

/** What may come in batches: all that layers and openings tell on the way, but not the whole tree, which somebody waits for. */
function isBackground(message: Message): boolean {
  if (message.type === 'opening') return true
  return message.type === 'reading' && !(message.event.type === 'union' && message.event.complete)
}

/** Holds the state, and is the only one to change it. What the user does shows at once, what layers tell in batches. */
export class Store {
  private state: State
  private readonly perform: (effect: Effect) => void
  private readonly listeners = new Set<() => void>()
  private timer: NodeJS.Timeout | null = null

  constructor(initial: State, perform: (effect: Effect) => void) {
    this.state = initial
    this.perform = perform
  }

  /** Bound, as React wants it. */
  readonly get = (): State => this.state

  /** Calls back after changes, until the function it gives is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  dispatch(message: Message): void {
    const [state, effects] = update(this.state, message)
    const changed = state !== this.state
    this.state = state
    if (changed) {
      if (isBackground(message)) this.notifySoon()
      else this.notify()
    }
    for (const effect of effects) this.perform(effect)
  }

  /** No listener is called any more. */
  close(): void {
    this.listeners.clear()
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private notify(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    for (const listener of this.listeners) listener()
  }

  private notifySoon(): void {
    this.timer ??= setTimeout(() => this.notify(), BACKGROUND)
  }
}
