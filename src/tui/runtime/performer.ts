import {type Failure, toFailure} from '../../image/oci/error.ts'
import type {Effect} from '../app/effects.ts'
import type {EngineListing} from '../app/home/home.ts'
import type {JobEvent} from '../app/jobs/job.ts'
import type {Message} from '../app/messages.ts'
import type {RunEnd} from '../app/run-request.ts'
import type {State} from '../app/state.ts'
import {OpenImages} from './open-images.ts'
import type {Ports} from './ports.ts'
import {Previews} from './previews.ts'
import {RegistryQuestions} from './registry/registry-questions.ts'
import {Running} from './running.ts'

/** What only the terminal's owner can do. */
export interface Host {
  suspend(): void
  /** Gives the terminal to somebody until they are done, and the user wants the screen back; gives what they gave. */
  lend(to: () => Promise<RunEnd>): Promise<RunEnd>
  /** Puts printable text on the terminal's clipboard. */
  copy(text: string): void
  exit(code: number): void
}

/** Does what update asks for, and tells how it went. */
export class Performer {
  private readonly ports: Ports
  private readonly host: Host
  private readonly dispatch: (message: Message) => void
  private readonly running: Running
  private readonly images: OpenImages
  private matching: AbortController | null = null
  private sharing: AbortController | null = null
  private readonly previews: Previews
  private readonly registryQuestions: RegistryQuestions
  private readonly doing = new Set<Promise<unknown>>()
  private readonly leaving = new AbortController()

  constructor(ports: Ports, host: Host, state: () => State, dispatch: (message: Message) => void) {
    this.ports = ports
    this.host = host
    this.dispatch = dispatch
    this.running = new Running(dispatch)
    this.images = new OpenImages(ports, state, dispatch, this.running)
    this.previews = new Previews(ports.previewFile, dispatch)
    this.registryQuestions = new RegistryQuestions(ports.askRegistry, (session, answer) =>
      dispatch({type: 'registry-told', session, answer}),
    )
  }

  readonly perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'open':
        this.images.open(effect.session, effect.reference)
        break
      case 'open-comparison':
        this.images.openComparison(effect)
        break
      case 'compare-anew':
        this.images.compareAnew(effect)
        break
      case 'read-sharing':
        void this.readSharing()
        break
      case 'read':
        this.images.read(effect.session)
        break
      case 'list-engine':
        this.list(effect.session)
        break
      case 'cancel':
        this.running.cancel(effect.session)
        this.registryQuestions.cancel(effect.session)
        break
      case 'prepare-matching':
        this.ports.prepareMatching(effect.union)
        break
      case 'match':
        void this.match(effect)
        break
      case 'stop-matching':
        this.matching?.abort()
        break
      case 'preview': {
        const image = this.images.of(effect.session)
        if (image !== null) void this.previews.read(image, effect)
        break
      }
      case 'find':
        void this.previews.find(effect)
        break
      case 'stop-finding':
        this.previews.stopFinding(effect.request)
        break
      case 'stop-preview':
        this.previews.stop(effect.request)
        break
      case 'copy':
        this.host.copy(effect.text)
        break
      case 'compare':
        this.images.compare(effect)
        break
      case 'job':
        void this.job(effect)
        break
      case 'analyse':
        this.images.analyse(effect)
        break
      case 'find-bases':
        void this.images.findBases(effect.session, this.leaving.signal)
        break
      case 'look':
        this.look(effect)
        break
      case 'ask-registry':
        this.registryQuestions.begin(effect)
        break
      case 'run':
        void this.run(effect)
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
    this.running.cancelAll()
    this.leaving.abort()
    this.matching?.abort()
    this.sharing?.abort()
    this.previews.stopAll()
    this.registryQuestions.cancelAll()
  }

  /** Resolves when what must not be left half-done is done or cleared away. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.doing)
  }

  /** The newest question is the only one. */
  private async readSharing(): Promise<void> {
    this.sharing?.abort()
    this.sharing = new AbortController()
    const {signal} = this.sharing
    const sharing = await this.ports.readSharing(signal).catch(() => null)
    if (!signal.aborted) this.dispatch({type: 'sharing-known', sharing})
  }

  /** The newest question is the only one: nobody looks at the matches of what was typed before. */
  private async match({session, request, union, pattern}: Extract<Effect, {type: 'match'}>): Promise<void> {
    this.matching?.abort()
    this.matching = new AbortController()
    const {signal} = this.matching
    try {
      const found = await this.ports.matchPaths(union, pattern, signal)
      if (!signal.aborted) this.dispatch({type: 'matched', session, request, found})
    } catch (error) {
      if (!signal.aborted) this.dispatch({type: 'match-failed', session, request, failure: toFailure(error)})
    }
  }

  private async job({request, task}: Effect & {type: 'job'}): Promise<void> {
    const signal = this.running.begin(request)
    const tell = (event: JobEvent) => this.dispatch({type: 'job-told', request, at: this.ports.now(), event})
    const onTheWay = (event: JobEvent) => {
      if (!signal.aborted) tell(event)
    }
    tell({type: 'began'})
    const doing = this.ports.performTask(task, {
      signal,
      progress: progress => onTheWay({type: 'progress', progress}),
      say: text => onTheWay({type: 'said', text}),
      filesOf: session => this.images.filesOf(session),
    })
    this.doing.add(doing)
    try {
      tell({type: 'done', outcome: await doing})
    } catch (error) {
      tell(signal.aborted ? {type: 'stopped'} : {type: 'failed', failure: toFailure(error)})
    }
    this.doing.delete(doing)
    this.running.forget(request)
  }

  private async run({form, run}: Effect & {type: 'run'}): Promise<void> {
    const {signal} = this.leaving
    try {
      const begin = await this.ports.prepareRun(run, signal)
      // The terminal is given to nobody any more.
      if (signal.aborted) return
      this.dispatch({type: 'ran', form, result: await this.host.lend(begin)})
    } catch (error) {
      if (!signal.aborted) this.dispatch({type: 'ran', form, result: {failure: toFailure(error)}})
    }
  }

  private look({request, question}: Effect & {type: 'look'}): void {
    const failed = (failure: Failure) => ({type: 'looked', request, answer: {failure}}) as const
    void this.running.under(request, failed, async (signal, tell) =>
      tell({type: 'looked', request, answer: await this.ports.look(question, signal)}),
    )
  }

  private list(session: number): void {
    const failed = (failure: Failure) => ({type: 'home-failed', session, failure}) as const
    void this.running.under(session, failed, async (signal, tell) => {
      const partly = (listing: EngineListing) => tell({type: 'home-listed', session, listing, partly: true})
      tell({type: 'home-listed', session, listing: await this.ports.listEngine(signal, partly)})
    })
  }
}
