import type {Effect} from '../app/effects.ts'
import type {Message, PreviewingEvent} from '../app/messages.ts'
import type {State} from '../app/state.ts'
import {update} from '../app/update.ts'

/** Redrawing for what happens in the background no more often than this, milliseconds. */
const BACKGROUND = 33
/** What was typed shows no later than this, milliseconds; a tree of a million paths is answered in less. */
const ANSWERING = 16
/** A file's bytes up to here are shown as soon as they are there. */
const FIRST_SCREEN = 64 * 1024

const ON_THE_WAY: ReadonlySet<Message['type']> = new Set(['opening', 'comparing'] as const)

/** What may come in batches: all that is told on the way, but not the whole tree, which somebody waits for. */
function isBackground(message: Message): boolean {
  if (message.type === 'preview-told') return isMore(message.event)
  if (ON_THE_WAY.has(message.type)) return true
  if (message.type === 'job-told') return message.event.type === 'progress' || message.event.type === 'said'
  if (message.type === 'registry-told') return message.answer.kind === 'facts' || message.answer.kind === 'repositories'
  return message.type === 'reading' && !(message.event.type === 'union' && message.event.complete)
}

/** What comes after a file's first screen. */
function isMore(event: PreviewingEvent): boolean {
  return event.type === 'unpacked' || (event.type === 'content' && event.content.bytes.length > FIRST_SCREEN)
}

/** A thread is asked about what was typed, and mostly answers soon: one frame shows both. */
function isAsked(effect: Effect): boolean {
  return effect.type === 'match'
}

/** Holds the state, and is the only one to change it. What the user does shows at once, what layers tell in batches. */
export class Store {
  private state: State
  private readonly perform: (effect: Effect) => void
  private readonly listeners = new Set<() => void>()
  private timer: NodeJS.Timeout | null = null
  /** when it is over, by the clock of performance.now() */
  private due = 0
  private next: NodeJS.Immediate | null = null

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
      if (isBackground(message)) this.notifyWithin(BACKGROUND)
      else if (effects.some(isAsked)) this.notifyWithin(ANSWERING)
      else if (effects.some(effect => effect.type === 'preview')) this.notifyNext()
      else this.notify()
    }
    for (const effect of effects) this.perform(effect)
  }

  /** No listener is called any more. */
  close(): void {
    this.listeners.clear()
    this.forget()
  }

  private notify(): void {
    this.forget()
    for (const listener of this.listeners) listener()
  }

  /** A file that lies plain on disk is told without a turn of the event loop: one frame shows it, not one that says "reading". */
  private notifyNext(): void {
    this.next ??= setImmediate(() => this.notify())
  }

  /** However much is told meanwhile, and whatever may wait longer. Milliseconds. */
  private notifyWithin(milliseconds: number): void {
    const due = performance.now() + milliseconds
    if (this.timer !== null && this.due <= due) return
    if (this.timer !== null) clearTimeout(this.timer)
    this.due = due
    this.timer = setTimeout(() => this.notify(), milliseconds)
  }

  private forget(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    if (this.next !== null) clearImmediate(this.next)
    this.timer = null
    this.next = null
  }
}
