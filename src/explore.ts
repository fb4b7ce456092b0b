import {architectureOfHost} from './image/oci/platform.ts'
import {type Log, SILENT} from './operations/debug-log.ts'
import {indexImage} from './operations/index-image.ts'
import type {WorkerPool} from './operations/worker/pool.ts'
import {resolveReference} from './sources/resolve.ts'
import {explorerOf} from './tui/app/state.ts'
import {runTui, type TuiOptions} from './tui/run-tui.ts'
import type {Ports} from './tui/runtime/ports.ts'

/** The part of main that is loaded only when the screen opens: the wiring of the screen with the operations. */
export interface ExploreOptions {
  readonly reference: string
  readonly platform: string | null
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly log: Log
  /** where keys come from: a terminal, also where an archive comes by standard input */
  readonly keys: NodeJS.ReadStream
}

/** Runs the explorer until it is left; gives the exit code. The terminal is then as it was. */
export function explore(options: ExploreOptions): Promise<number> {
  const {reference, log} = options
  return runTui({
    reference,
    ports: portsOf(options),
    terminal: {stdin: options.keys, stdout: process.stdout},
    env: process.env,
    ...(log === SILENT ? {} : {watch: watching(log)}),
  })
}

function watching(log: Log): NonNullable<TuiOptions['watch']> {
  return {
    key: key => log('key', {key}),
    frame: state => log('frame', {tree: explorerOf(state)?.unionComplete ?? false}),
  }
}

export function portsOf({platform, pool, cacheFolder, log}: Omit<ExploreOptions, 'reference' | 'keys'>): Ports {
  return {
    now: Date.now,
    openReference: (reference, signal, progress) =>
      resolveReference(reference, {
        ...(platform === null ? {} : {platform}),
        hostArchitecture: architectureOfHost(process.arch),
        askPlatform: true,
        context: {signal, progress},
        stdin: process.stdin,
      }),
    indexImage: (image, {signal, selectedLayer, onEvent}) => {
      let open = image.layers.length
      return indexImage(image, {
        pool,
        cacheFolder,
        context: {signal, progress: () => {}},
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
