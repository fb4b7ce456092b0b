import {render, useApp, useInput} from 'ink'
import {useEffect, useSyncExternalStore} from 'react'
import type {State} from '../app/state.ts'
import {keysOf} from './keys.ts'
import {Screen} from './screen.tsx'

/** Where the state comes from. */
export interface StateSource {
  get(): State
  subscribe(listener: () => void): () => void
}

export interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

/** The screen while it is on. */
export interface Mounted {
  /** Gives the terminal back while `during` runs, then takes it again and draws anew. */
  suspend(during: () => Promise<void>): Promise<void>
  /** Brings the newest state into the tree at once, for Ink to find it there when it draws by itself. */
  flush(): void
  /** Leaves the terminal as it was found. */
  unmount(): Promise<void>
}

type Suspend = (during: () => Promise<void>) => Promise<void>

interface AppProps {
  readonly source: StateSource
  readonly onKey: (key: string) => void
  readonly onReady?: (suspend: Suspend) => void
}

/** The screen, alive. The one place that listens to keys. */
export function App({source, onKey, onReady}: AppProps) {
  const state = useSyncExternalStore(source.subscribe, source.get)
  const {suspendTerminal} = useApp()
  useInput((input, key) => {
    for (const name of keysOf(input, key)) onKey(name)
  })
  useEffect(() => onReady?.(during => suspendTerminal(during)), [onReady, suspendTerminal])
  return <Screen state={state} />
}

/** Puts the screen on the terminal. */
export function mountScreen(
  source: StateSource,
  onKey: (key: string) => void,
  {stdin, stdout}: Streams,
  /** called after each frame */
  onFrame: () => void = () => {},
): Mounted {
  let suspendTerminal: Suspend = during => during()
  const app = (
    <App
      source={source}
      onKey={onKey}
      onReady={suspend => {
        suspendTerminal = suspend
      }}
    />
  )
  const instance = render(app, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // CI=1 would make Ink draw nothing; keys repeated by the keyboard come every 30 ms.
    interactive: true,
    maxFps: 60,
    onRender: onFrame,
  })
  return {
    suspend: during => suspendTerminal(during),
    flush: () => instance.rerender(app),
    async unmount() {
      instance.unmount()
      await instance.waitUntilExit()
    },
  }
}
