import {render, useApp, useInput, useIsScreenReaderEnabled, usePaste} from 'ink'
import {useEffect, useSyncExternalStore} from 'react'
import type {State} from '../app/state.ts'
import {keysOf} from './keys.ts'
import {Screen} from './screen.tsx'
import {ReaderScreen} from './screens/reader-screen.tsx'

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
  /** Never resolves; rejects with what broke the drawing. Nothing is drawn then any more and no key is heard. */
  readonly broken: Promise<never>
}

/** CUP (ECMA-48 8.3.21) */
const TOP_LEFT = '\x1b[H'
/**
 * CR (ECMA-48 8.3.15). Ink draws from where the cursor is, which an alternate screen takes over from what was shown before: a
 * key that is typed while the program starts is echoed there.
 */
const LINE_START = '\r'

type Suspend = (during: () => Promise<void>) => Promise<void>

interface AppProps {
  readonly source: StateSource
  readonly onKey: (key: string) => void
  readonly onPaste: (text: string) => void
  readonly onReady?: (suspend: Suspend) => void
  /** nothing is drawn any more */
  readonly blank?: boolean
}

/** The screen, alive. The one place that listens to keys. */
export function App({source, onKey, onPaste, onReady, blank = false}: AppProps) {
  const state = useSyncExternalStore(source.subscribe, source.get)
  const {suspendTerminal} = useApp()
  useInput((input, key) => {
    for (const name of keysOf(input, key)) onKey(name)
  })
  usePaste(onPaste)
  useEffect(() => onReady?.(during => suspendTerminal(during)), [onReady, suspendTerminal])
  const isHeard = useIsScreenReaderEnabled()
  if (blank) return null
  return isHeard ? <ReaderScreen state={state} /> : <Screen state={state} />
}

/** Puts the screen on the terminal. */
export function mountScreen(
  source: StateSource,
  {onKey, onPaste}: Pick<AppProps, 'onKey' | 'onPaste'>,
  {stdin, stdout}: Streams,
  /** called after each frame */
  onFrame: () => void = () => {},
  /** the screen is heard, not seen */
  isHeard = false,
): Mounted {
  let suspendTerminal: Suspend = during => during()
  let broke = false
  let isGivenAway = false
  const onReady = (suspend: Suspend) => {
    suspendTerminal = suspend
  }
  const app = <App source={source} onKey={onKey} onPaste={onPaste} onReady={onReady} />
  stdout.write(LINE_START)
  const instance = render(app, {
    stdin,
    stdout,
    // What is heard is read line by line, and again: it stays where the terminal keeps it.
    alternateScreen: !isHeard,
    isScreenReaderEnabled: isHeard,
    incrementalRendering: !isHeard,
    exitOnCtrlC: false,
    patchConsole: false,
    // CI=1 would make Ink draw nothing.
    interactive: true,
    // As good as none: Ink holds a frame back until this much time is over, and the key that asked for it with it. What layers
    // tell comes in batches anyhow (see Store), and keys that arrive together make one frame.
    maxFps: 1000,
    onRender: onFrame,
  })
  // A terminal without an alternate screen keeps what stands there: the prompt is to have a line, and a page, of its own.
  const tidyUp = async () => {
    if (isHeard || broke) stdout.write('\r\n')
    else {
      instance.rerender(<App source={source} onKey={onKey} onPaste={onPaste} blank />)
      await instance.waitUntilRenderFlush()
      stdout.write(TOP_LEFT)
    }
  }
  return {
    broken: new Promise((_, reject) => {
      instance.waitUntilExit().catch((fault: unknown) => {
        broke = true
        reject(fault)
      })
    }),
    suspend: async during => {
      isGivenAway = true
      try {
        await suspendTerminal(async () => {
          await during()
          stdout.write(LINE_START)
        })
      } finally {
        isGivenAway = false
      }
    },
    flush: () => instance.rerender(app),
    async unmount() {
      // What somebody else has shown is left alone.
      if (!isGivenAway) await tidyUp()
      instance.unmount()
      await instance.waitUntilExit()
    },
  }
}
