import {renderToString} from 'ink'
import {createElement} from 'react'
import {portsOf} from '../../src/explore.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import {explorerOf} from '../../src/tui/app/state.ts'
import {Performer} from '../../src/tui/runtime/performer.ts'
import {Store} from '../../src/tui/runtime/store.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {frameSvg} from './frame-svg.ts'

export interface PictureOptions {
  readonly worker: URL
  readonly image: string
  readonly columns: number
  readonly rows: number
  /** keys to press once everything was read */
  readonly keys: readonly string[]
  readonly title: string
}

/** The real screen, driven by keys on a real image, as an SVG. */
export async function picture(options: PictureOptions): Promise<string> {
  const pool = new WorkerPool(options.worker, 1)
  const [first, effects] = initialState({
    reference: options.image,
    terminal: {columns: options.columns, rows: options.rows},
    capabilities: {colour: true, style: true, unicode: true},
    // Ages in the picture must not change from day to day.
    now: Date.UTC(2026, 8, 22, 12),
  })
  const ports = portsOf({platform: null, pool, cacheFolder: null, log: () => {}})
  const host = {exit: () => {}, suspend: () => {}}
  const performer: Performer = new Performer(
    ports,
    host,
    () => store.get(),
    message => store.dispatch(message),
  )
  const store: Store = new Store(first, performer.perform)
  const settled = new Promise<void>(resolve => {
    store.subscribe(() => {
      const explorer = explorerOf(store.get())
      if (explorer?.reading.kind === 'ended' && explorer.contentsCompared) resolve()
    })
  })
  for (const effect of effects) performer.perform(effect)
  await settled
  for (const key of options.keys) store.dispatch({type: 'key', key})
  const frame = renderToString(createElement(Screen, {state: store.get()}), {columns: options.columns})
  store.close()
  await pool.close()
  return frameSvg(frame, options.title)
}
