import {initialState} from './app/initial.ts'
import {type State, top} from './app/state.ts'
import {capabilitiesOf} from './runtime/capabilities.ts'
import {type Host, Performer} from './runtime/performer.ts'
import type {Ports} from './runtime/ports.ts'
import {Store} from './runtime/store.ts'
import {type Mounted, mountScreen, type Streams} from './ui/mount.tsx'

export interface TuiOptions {
  readonly reference: string
  readonly ports: Ports
  /** keys come from stdin: a terminal, even where an archive comes by the program's own standard input */
  readonly terminal: Streams
  readonly env: Readonly<Record<string, string | undefined>>
  /** told of each key, of each frame with the state it shows, and of each state that is to be shown; for logs and tests */
  readonly watch?: {key(name: string): void; frame(state: State): void; state?(state: State): void}
}

/** Longer than this nobody looks at an empty terminal, milliseconds. */
const OPENING = 40

/** Ages move on by this, milliseconds. */
const CLOCK = 60_000

/** What a shell makes of a program that a signal ended: 128 and the signal's number. */
const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const

/**
 * Shows the explorer until the user leaves, and gives the exit code: 0, or 130 when Ctrl-C came while something was being
 * read, or what a signal stands for. The terminal is then as it was.
 */
export async function runTui({reference, ports, terminal, env, watch}: TuiOptions): Promise<number> {
  const {stdin, stdout} = terminal
  const [initial, effects] = initialState({
    reference,
    terminal: sizeOf(stdout),
    capabilities: capabilitiesOf(env),
    now: ports.now(),
  })
  let mounted: Mounted | null = null
  let leave: (code: number) => void = () => {}
  const left = new Promise<number>(resolve => {
    leave = resolve
  })
  const jobControl = new JobControl(() => mounted)
  const host: Host = {exit: code => leave(code), suspend: () => void jobControl.stop()}
  const performer: Performer = new Performer(
    ports,
    host,
    () => store.get(),
    message => store.dispatch(message),
  )
  const store: Store = new Store(initial, performer.perform)
  if (watch?.state) store.subscribe(() => watch.state?.(store.get()))

  // Before Ink listens: it draws on a resize, and a frame for the old width would wrap and stay in pieces.
  const onResize = () => {
    store.dispatch({type: 'resized', ...sizeOf(stdout)})
    mounted?.flush()
  }
  stdout.on('resize', onResize)
  const signals = SIGNALS.map(([signal, code]) => [signal, () => leave(code)] as const)
  for (const [signal, listener] of signals) process.on(signal, listener)
  const onContinue = () => void jobControl.continued()
  process.on('SIGCONT', onContinue)
  // A terminal that is gone: nobody is there to see an error.
  const onGone = () => leave(129)
  stdin.on('end', onGone)
  stdin.on('error', onGone)
  stdout.on('error', onGone)
  const clock = setInterval(() => store.dispatch({type: 'clock', now: ports.now()}), CLOCK)
  clock.unref()

  for (const effect of effects) performer.perform(effect)
  try {
    await Promise.race([opened(store), left])
    const onKey = (key: string) => {
      watch?.key(key)
      store.dispatch({type: 'key', key})
    }
    mounted = mountScreen(store, onKey, terminal, () => watch?.frame(store.get()))
    return await left
  } finally {
    clearInterval(clock)
    performer.cancelAll()
    store.close()
    await mounted?.unmount().catch(() => {})
    stdout.off('resize', onResize)
    for (const [signal, listener] of signals) process.off(signal, listener)
    process.off('SIGCONT', onContinue)
    stdin.off('end', onGone)
    stdin.off('error', onGone)
    // Its listener on stdout stays: what Ink wrote last may fail after we have left.
  }
}

/** Waits a moment for the image's metadata: most often the first frame can show them. */
function opened(store: Store): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      stopListening()
      resolve()
    }
    const timer = setTimeout(done, OPENING)
    const stopListening = store.subscribe(() => {
      if (top(store.get()).kind !== 'loading') done()
    })
  })
}

/** Ctrl-Z and fg. */
class JobControl {
  private readonly screen: () => Mounted | null
  private stopping = false

  constructor(screen: () => Mounted | null) {
    this.screen = screen
  }

  /** Gives the terminal to the shell and stops, with everything that was started together with us. */
  async stop(): Promise<void> {
    const screen = this.screen()
    if (screen === null || this.stopping || process.platform === 'win32') return
    this.stopping = true
    // Without keys to wait for nothing would hold the process: it would end as soon as it goes on.
    const alive = setInterval(() => {}, CLOCK)
    try {
      await screen.suspend(
        () =>
          new Promise(resolve => {
            process.once('SIGCONT', () => resolve())
            process.kill(0, 'SIGTSTP')
          }),
      )
    } finally {
      clearInterval(alive)
      this.stopping = false
    }
  }

  /** Somebody else stopped us and let us go on: the terminal may hold anything by now. */
  async continued(): Promise<void> {
    const screen = this.screen()
    if (screen === null || this.stopping) return
    this.stopping = true
    await screen
      .suspend(async () => {})
      .finally(() => {
        this.stopping = false
      })
  }
}

function sizeOf(stdout: NodeJS.WriteStream): {columns: number; rows: number} {
  return {columns: stdout.columns || 80, rows: stdout.rows || 24}
}
