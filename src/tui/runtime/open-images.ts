import {type Failure, LensError} from '../../image/oci/error.ts'
import type {Image, Progress} from '../../image/oci/image.ts'
import type {ImageFiles} from '../../operations/extract/path-failure.ts'
import {t} from '../../text/translate.ts'
import type {Effect} from '../app/effects.ts'
import {imageFacts} from '../app/explorer.ts'
import type {Message} from '../app/messages.ts'
import {explorerOf, type State} from '../app/state.ts'
import type {Ports} from './ports.ts'
import type {Running} from './running.ts'

/** The images that are open, by the sessions that opened them, and what is asked of them. They stay here: state holds facts, not handles. */
export class OpenImages {
  private readonly ports: Ports
  private readonly state: () => State
  private readonly dispatch: (message: Message) => void
  private readonly running: Running
  private readonly images = new Map<number, Image>()
  /** by session: ends the search for what its image stands on */
  private readonly searching = new Map<number, AbortController>()
  /** sessions that opened a difference */
  private readonly compared = new Set<number>()

  constructor(ports: Ports, state: () => State, dispatch: (message: Message) => void, running: Running) {
    this.ports = ports
    this.state = state
    this.dispatch = dispatch
    this.running = running
  }

  of(session: number): Image | null {
    return this.images.get(session) ?? null
  }

  open(session: number, reference: string): void {
    const failed = (failure: Failure) => ({type: 'open-failed', session, failure}) as const
    void this.running.under(session, failed, async (signal, tell) => {
      const opened = await this.ports.openReference(reference, signal, progress =>
        tell({type: 'opening', session, progress}),
      )
      if (opened.kind === 'choices') {
        const {choices, preferred} = opened
        tell({type: 'choices', session, choices, preferred})
      } else if (!signal.aborted) {
        this.images.set(session, opened.image)
        tell({type: 'opened', session, image: imageFacts(opened.image)})
        this.forgetClosed()
      }
    })
  }

  openComparison({session, compares}: Effect & {type: 'open-comparison'}): void {
    const failed = (failure: Failure) => ({type: 'open-failed', session, failure}) as const
    const files = compares.kind === 'states' ? this.filesOf(compares.session) : null
    void this.running.under(session, failed, async (signal, tell) => {
      const {image, compared} =
        compares.kind === 'states'
          ? await this.ports.compareStates(stillOpen(files), compares.layers, signal)
          : await this.ports.openComparison(compares.before, compares.after, signal, progress =>
              tell({type: 'opening', session, progress}),
            )
      if (signal.aborted) return
      this.images.set(session, image)
      this.compared.add(session)
      tell({type: 'opened', session, image: imageFacts(image), compared})
      this.forgetClosed()
    })
  }

  compareAnew({session, next, quiet}: Effect & {type: 'compare-anew'}): void {
    const known = this.images.get(session)
    if (known === undefined) return
    const failed = (failure: Failure) => ({type: 'reading-ended', session, failure}) as const
    void this.running.under(session, failed, async (signal, tell) => {
      const {image, ...found} = await this.ports.compareAnew(known, quiet, signal)
      if (signal.aborted) return
      this.images.set(next, image)
      this.compared.add(next)
      tell({type: 'compared-anew', session, next, image: imageFacts(image), ...found})
      this.forgetClosed()
    })
  }

  read(session: number): void {
    const image = this.images.get(session)
    if (image === undefined) return
    const ended = (failure: Failure | null) => ({type: 'reading-ended', session, failure}) as const
    void this.running.under(session, ended, async (signal, tell) => {
      await this.ports.indexImage(image, {
        signal,
        selectedLayer: () => explorerOf(this.state())?.selected ?? 0,
        onEvent: event => tell({type: 'reading', session, event}),
      })
      if (this.compared.has(session)) {
        tell({type: 'packages-compared', session, packages: await this.ports.comparePackages(image, signal)})
      }
      tell(ended(null))
    })
  }

  compare({request, session, versions}: Effect & {type: 'compare'}): void {
    const files = this.filesOf(session)
    if (files === null) return
    const failed = (failure: Failure) => ({type: 'compare-failed', request, failure}) as const
    void this.running.under(request, failed, async (signal, tell) => {
      const progress = (progress: Progress) => tell({type: 'comparing', request, progress})
      tell({
        type: 'compared',
        request,
        comparison: await this.ports.compareContents(files, versions, {signal, progress}),
      })
    })
  }

  analyse({request, session, base}: Effect & {type: 'analyse'}): void {
    const files = this.filesOf(session)
    if (files === null) return
    const failed = (failure: Failure) => ({type: 'analysis-failed', request, failure}) as const
    void this.running.under(request, failed, async (signal, tell) => {
      const progress = (progress: Progress) => tell({type: 'analysing', request, progress})
      await this.ports.analyse(files, base, {signal, progress}, stage => tell({type: 'analysed', request, stage}))
    })
  }

  /** Looks for what an image stands on until it is found, until `leaving` says so, or until nobody has the image open any more. */
  async findBases(session: number, leaving: AbortSignal): Promise<void> {
    const image = this.images.get(session)
    if (image === undefined) return
    const closed = new AbortController()
    this.searching.set(session, closed)
    const signal = AbortSignal.any([leaving, closed.signal])
    // A place that can't be asked has no candidate: nothing to tell of.
    await this.ports
      .findBases(image, signal, found => {
        if (!signal.aborted) this.dispatch({type: 'bases-found', session, found})
      })
      .catch(() => {})
    this.searching.delete(session)
  }

  /** A difference keeps both of its trees alive: what is on no page any more goes. */
  private forgetClosed(): void {
    const shown = new Set(this.state().contexts.map(context => (context.kind === 'explorer' ? context.session : null)))
    for (const session of this.images.keys()) {
      if (shown.has(session)) continue
      this.searching.get(session)?.abort()
      this.images.delete(session)
      this.compared.delete(session)
    }
  }

  /** The image of a session and the union that its explorer shows; null where there is none of them any more. */
  filesOf(session: number): ImageFiles | null {
    const image = this.images.get(session)
    const explorer = explorerOf(this.state())
    if (image === undefined || explorer?.session !== session || explorer.union === null) return null
    return {image, union: explorer.union}
  }
}

function stillOpen(files: ImageFiles | null): ImageFiles {
  if (files !== null) return files
  throw new LensError('cancelled', t`The image is not open any more.`)
}
