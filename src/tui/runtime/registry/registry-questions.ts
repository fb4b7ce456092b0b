import {toFailure} from '../../../image/oci/error.ts'
import type {Effect} from '../../app/effects.ts'
import type {RegistryAnswer} from '../../app/registries/question.ts'
import type {Ports} from '../ports.ts'
import {TagLooks} from './tag-looks.ts'

type Asked = Effect & {type: 'ask-registry'}

/** The questions to registries that are under way, each with what stops it. */
export class RegistryQuestions {
  private readonly ask: Ports['askRegistry']
  private readonly tell: (session: number, answer: RegistryAnswer) => void
  private readonly running = new Map<number, AbortController>()
  private readonly looks = new Map<number, TagLooks>()

  constructor(ask: Ports['askRegistry'], tell: (session: number, answer: RegistryAnswer) => void) {
    this.ask = ask
    this.tell = tell
  }

  begin(asked: Asked): void {
    if (asked.question.kind === 'facts') this.lookAt(asked)
    else void this.run(asked)
  }

  cancel(session: number): void {
    this.running.get(session)?.abort()
    this.running.delete(session)
    this.looks.delete(session)
  }

  cancelAll(): void {
    for (const session of [...this.running.keys()]) this.cancel(session)
  }

  private async run({session, question}: Asked): Promise<void> {
    const signal = this.signalOf(session)
    const tell = (answer: RegistryAnswer) => {
      if (!signal.aborted) this.tell(session, answer)
    }
    try {
      await this.ask(question, signal, tell)
      tell({kind: 'ended', failure: null})
    } catch (error) {
      tell({kind: 'ended', failure: toFailure(error)})
    }
    // What asks about tags by the same signal, or came in its place, is still to be stopped.
    if (this.running.get(session)?.signal === signal && !this.looks.has(session)) this.running.delete(session)
  }

  /** The same question again, about other tags: those that are asked about already are not asked again. */
  private lookAt({session, question}: Asked): void {
    if (question.kind !== 'facts') return
    const known = this.looks.get(session)
    const looks = known ?? new TagLooks(tag => this.lookAtOne(session, {...question, tags: [tag]}))
    this.looks.set(session, looks)
    looks.want(question.tags)
  }

  private async lookAtOne(session: number, question: Asked['question']): Promise<void> {
    if (!this.looks.has(session)) return
    const {signal} = this.running.get(session) ?? this.control(session)
    try {
      await this.ask(question, signal, answer => {
        if (!signal.aborted) this.tell(session, answer)
      })
    } catch {
      // A failure is among the facts; what is thrown was told to stop.
    }
  }

  private signalOf(session: number): AbortSignal {
    this.running.get(session)?.abort()
    return this.control(session).signal
  }

  private control(session: number): AbortController {
    const controller = new AbortController()
    this.running.set(session, controller)
    return controller
  }
}
