import {toFailure} from '../../image/oci/error.ts'
import type {Image} from '../../image/oci/image.ts'
import type {Effect} from '../app/effects.ts'
import type {Message} from '../app/messages.ts'
import {explorerOf, imageFacts, type State} from '../app/state.ts'
import type {Ports} from './ports.ts'

/** What only the terminal's owner can do. */
export interface Host {
  suspend(): void
  exit(code: number): void
}

/** Does what update asks for, and tells how it went. Images stay here: state holds facts, not handles. */
export class Performer {
  private readonly ports: Ports
  private readonly host: Host
  private readonly dispatch: (message: Message) => void
  private readonly state: () => State
  private readonly images = new Map<number, Image>()
  private readonly running = new Map<number, AbortController>()

  constructor(ports: Ports, host: Host, state: () => State, dispatch: (message: Message) => void) {
    this.ports = ports
    this.host = host
    this.state = state
    this.dispatch = dispatch
  }

  readonly perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'open':
        void this.open(effect.session, effect.reference)
        break
      case 'read':
        void this.read(effect.session)
        break
      case 'cancel':
        this.running.get(effect.session)?.abort()
        break
      case 'suspend':
        this.host.suspend()
        break
      case 'exit':
        this.cancelAll()
        this.host.exit(effect.code)
        break
    }
  }

  /** Stops whatever is under way; nothing is told any more. */
  cancelAll(): void {
    for (const controller of this.running.values()) controller.abort()
  }

  private async open(session: number, reference: string): Promise<void> {
    const signal = this.begin(session)
    try {
      const opened = await this.ports.openReference(reference, signal, progress => {
        if (!signal.aborted) this.dispatch({type: 'opening', session, progress})
      })
      if (signal.aborted) return
      if (opened.kind === 'choices') {
        const {choices, preferred} = opened
        this.dispatch({type: 'choices', session, choices, preferred})
      } else {
        this.images.set(session, opened.image)
        this.dispatch({type: 'opened', session, image: imageFacts(opened.image)})
      }
    } catch (error) {
      if (!signal.aborted) this.dispatch({type: 'open-failed', session, failure: toFailure(error)})
    }
  }

  private async read(session: number): Promise<void> {
    const image = this.images.get(session)
    if (image === undefined) return
    const signal = this.begin(session)
    const tell = (message: Message) => {
      if (!signal.aborted) this.dispatch(message)
    }
    try {
      await this.ports.indexImage(image, {
        signal,
        selectedLayer: () => explorerOf(this.state())?.selected ?? 0,
        onEvent: event => tell({type: 'reading', session, event}),
      })
      tell({type: 'reading-ended', session, failure: null})
    } catch (error) {
      tell({type: 'reading-ended', session, failure: toFailure(error)})
    }
  }

  private begin(session: number): AbortSignal {
    this.running.get(session)?.abort()
    const controller = new AbortController()
    this.running.set(session, controller)
    return controller.signal
  }
}
