import {renderToString} from 'ink'
import {createElement} from 'react'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {portsOf} from '../../src/screen-ports.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import {explorerOf} from '../../src/tui/app/state.ts'
import {Performer} from '../../src/tui/runtime/performer.ts'
import {Store} from '../../src/tui/runtime/store.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {type HeldFrame, movingSvg} from './frame-svg.ts'

export interface Scene {
  /** pressed one after the other */
  readonly keys: readonly string[]
  /** what is done, in words, below the screen */
  readonly caption: string
  /** how long each key's frame is looked at, and the last one's, seconds */
  readonly each?: number
  readonly last: number
}

export interface PictureOptions {
  readonly worker: URL
  readonly image: string
  readonly columns: number
  readonly rows: number
  readonly scenes: readonly Scene[]
  readonly title: string
}

/** Nothing moved for so long: what was asked for is there, milliseconds. */
const STILL = 400

/** The real screen, driven by keys on a real image, as an SVG that moves. */
export async function picture(options: PictureOptions): Promise<string> {
  const pool = new WorkerPool(options.worker, 1)
  const [first, effects] = initialState({
    reference: options.image,
    terminal: {columns: options.columns, rows: options.rows},
    capabilities: {colour: true, style: true, unicode: true},
    // Ages in the picture must not change from day to day.
    now: Date.UTC(2026, 8, 22, 12),
  })
  const ports = portsOf({
    platform: null,
    pool,
    cacheFolder: null,
    log: () => {},
    user: {home: '/', environment: {}},
    plainHttp: false,
    engine: {host: null, env: {}, home: '/nonexistent', uid: null},
  })
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
  const frames: HeldFrame[] = []
  for (const {keys, caption, each, last} of options.scenes) {
    const shown = (seconds: number) => {
      const frame = renderToString(createElement(Screen, {state: store.get()}), {columns: options.columns})
      frames.push({frame: `${frame.replace(/\n+$/, '')}\n\n \x1b[1;33m${caption}\x1b[0m`, seconds})
    }
    for (const [i, key] of keys.entries()) {
      store.dispatch({type: 'key', key})
      await still(store)
      if (each !== undefined && i < keys.length - 1) shown(each)
    }
    shown(last)
  }
  store.close()
  await pool.close()
  return movingSvg(frames, options.title)
}

function still(store: Store): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      leave()
      resolve()
    }
    let timer = setTimeout(done, STILL)
    const leave = store.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(done, STILL)
    })
  })
}
