import type {Context} from './image/oci/image.ts'
import {architectureOfHost} from './image/oci/platform.ts'
import {type Log, SILENT} from './operations/debug-log.ts'
import {indexImage} from './operations/index-image.ts'
import type {WorkerPool} from './operations/worker/pool.ts'
import {resolveReference} from './sources/resolve.ts'
import {initialState} from './tui/app/initial.ts'
import {explorerOf, top} from './tui/app/state.ts'
import {capabilitiesOf} from './tui/runtime/capabilities.ts'
import {Performer} from './tui/runtime/performer.ts'
import type {Ports} from './tui/runtime/ports.ts'
import {Store} from './tui/runtime/store.ts'
import {type Mounted, mountScreen} from './tui/ui/mount.tsx'

/** The part of main that is loaded only when the screen opens: the wiring of the screen with the operations. */
export interface ExploreOptions {
  readonly reference: string
  readonly platform: string | null
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly log: Log
}

/** The clock of the screen ticks this often, milliseconds: ages are told in minutes at the finest. */
const TICK = 60_000

/** Runs the explorer until it is left; gives the exit code. The terminal is then as it was. */
export async function explore(options: ExploreOptions): Promise<number> {
  const {stdin, stdout} = process
  const {log} = options
  let mounted: Mounted | null = null
  let leave: (code: number) => void = () => {}
  const left = new Promise<number>(resolve => {
    leave = resolve
  })
  const size = () => ({columns: stdout.columns || 80, rows: stdout.rows || 24})
  const host = {exit: (code: number) => leave(code), suspend: () => void mounted?.suspend(stopped)}
  const [first, effects] = initialState({
    reference: options.reference,
    terminal: size(),
    capabilities: capabilitiesOf(process.env),
    now: Date.now(),
  })
  const performer: Performer = new Performer(
    portsOf(options),
    host,
    () => store.get(),
    message => store.dispatch(message),
  )
  const store: Store = new Store(first, performer.perform)
  const onResize = () => store.dispatch({type: 'resized', ...size()})
  const onSignal = () => leave(EXIT_CANCELLED)
  const onGone = () => leave(0)
  const clock = setInterval(() => store.dispatch({type: 'clock', now: Date.now()}), TICK)
  for (const effect of effects) performer.perform(effect)
  await opened(store)
  mounted = mountScreen(
    store,
    key => {
      log('key', {key})
      store.dispatch({type: 'key', key})
    },
    {stdin, stdout},
    () => logFrame(log, store),
  )
  stdout.on('resize', onResize)
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // A closed terminal can't be written any more; there is nobody left to be told.
  stdin.on('end', onGone)
  stdin.on('error', onGone)
  stdout.on('error', onGone)
  const code = await left
  clearInterval(clock)
  performer.cancelAll()
  store.close()
  stdout.off('resize', onResize)
  await mounted.unmount()
  stdin.off('end', onGone)
  stdin.off('error', onGone)
  stdin.on('error', () => {})
  stdin.unref()
  for (const signal of SIGNALS) process.off(signal, onSignal)
  return code
}

/** Longer than this nobody looks at an empty terminal. */
const OPENING_MS = 40

/** Waits a moment for the image's metadata: most often the first frame can show them. */
function opened(store: Store): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      stopListening()
      resolve()
    }
    const timer = setTimeout(done, OPENING_MS)
    const stopListening = store.subscribe(() => {
      if (top(store.get()).kind !== 'loading') done()
    })
  })
}

/** Milestones for whoever measures: the first frame, and the first one with the whole tree. */
function logFrame(log: Log, store: Store): void {
  if (log === SILENT) return
  log('frame', {tree: explorerOf(store.get())?.unionComplete ?? false})
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const EXIT_CANCELLED = 130

/** Stops the whole job, as Ctrl-Z at a shell does; goes on when it is continued (or could not be stopped at all). */
async function stopped(): Promise<void> {
  process.kill(0, 'SIGTSTP')
  // A stopped process has no timers: this one fires after it was continued.
  await new Promise(resolve => setTimeout(resolve, 50))
}

export function portsOf({platform, pool, cacheFolder, log}: Omit<ExploreOptions, 'reference'>): Ports {
  const contextOf = (signal: AbortSignal): Context => ({signal, progress: () => {}})
  return {
    now: Date.now,
    openReference: (reference, signal) =>
      resolveReference(reference, {
        ...(platform === null ? {} : {platform}),
        hostArchitecture: architectureOfHost(process.arch),
        context: contextOf(signal),
      }),
    indexImage: (image, {signal, selectedLayer, onEvent}) => {
      let open = image.layers.length
      return indexImage(image, {
        pool,
        cacheFolder,
        context: contextOf(signal),
        wanted: selectedLayer,
        partial: true,
        compare: true,
        verify: true,
        onEvent: event => {
          onEvent(event)
          if ((event.type === 'layer-indexed' || event.type === 'layer-failed') && --open === 0)
            log('all-layers-indexed')
          else if (event.type === 'union') log(event.complete ? 'tree-complete' : 'tree-partial')
          else if (event.type === 'contents-compared') log('contents-compared')
        },
      }).then(() => log('reading-ended'))
    },
  }
}
