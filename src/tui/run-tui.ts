import {writeSync} from 'node:fs'
import {initialState} from './app/initial.ts'
import type {Keymap} from './app/keymap.ts'
import type {Preferences} from './app/preferences.ts'
import {showsSeconds} from './app/selectors/job-facts.ts'
import {type State, top} from './app/state.ts'
import {JobControl} from './job-control.ts'
import {capabilitiesOf, type ThemeChoice} from './runtime/capabilities.ts'
import {clipboardSequence} from './runtime/clipboard.ts'
import {groundOf} from './runtime/ground.ts'
import {MOUSE_OFF, MOUSE_ON, Mouse} from './runtime/mouse.ts'
import {type Host, Performer} from './runtime/performer.ts'
import type {Ports} from './runtime/ports.ts'
import {Store} from './runtime/store.ts'
import {TerminalInput} from './runtime/terminal-input.ts'
import type {Report} from './runtime/terminal-reports.ts'
import {type Mounted, mountScreen, type Streams} from './ui/mount.tsx'

export interface TuiOptions {
  readonly reference: string
  /** the reference is only for where no engine answers */
  readonly home?: boolean
  readonly ports: Ports
  /** keys come from stdin: a terminal, even where an archive comes by the program's own standard input */
  readonly terminal: Streams
  readonly env: Readonly<Record<string, string | undefined>>
  /** instead of the table's own */
  readonly keys?: Keymap
  readonly preferences?: Preferences
  /** auto asks the terminal what is behind its text */
  readonly theme?: ThemeChoice
  /** the mouse is for us; with shift it is the terminal's all the same */
  readonly mouse?: boolean
  /** the screen is read out: lines in the order they matter */
  readonly screenReader?: boolean
  /** told of each key and the state that it meets, of each frame and the state that it shows, of each state to be shown */
  readonly watch?: {key(name: string, state: State): void; frame(state: State): void; state?(state: State): void}
}

/** Longer than this nobody looks at an empty terminal, milliseconds. */
const OPENING = 40

/** Ages move on by this, milliseconds. */
const CLOCK = 60_000
/** The same of jobs that tell nothing else. */
const SECOND = 1000

/** What a shell makes of a program that a signal ended: 128 and the signal's number. */
const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const

/**
 * Shows the explorer until the user leaves, and gives the exit code: 0, or 130 when Ctrl-C came while something was being
 * read, or what a signal stands for. What must not be left half-done is waited for behind the screen, unless a signal comes
 * there too. Rejects with what nobody caught meanwhile: a fault of ours, or of a library. Either way the terminal is then as
 * it was.
 */
export async function runTui(options: TuiOptions): Promise<number> {
  const {
    reference,
    home = false,
    ports,
    terminal,
    env,
    watch,
    keys,
    preferences,
    theme = 'auto',
    mouse: wantsMouse = false,
    screenReader = false,
  } = options
  const isHeard = screenReader || env.INK_SCREEN_READER === 'true'
  const {stdin, stdout} = terminal
  const capabilities = capabilitiesOf(env, theme)
  const [initial, effects] = initialState({
    reference,
    home,
    terminal: sizeOf(stdout),
    capabilities,
    now: ports.now(),
    mayKeepOwners: ports.mayKeepOwners,
    userName: ports.userName,
    ...(keys === undefined ? {} : {keys}),
    ...(preferences === undefined ? {} : {preferences}),
  })
  let mounted: Mounted | null = null
  let leave: (code: number) => void = () => {}
  let fail: (fault: unknown) => void = () => {}
  const left = new Promise<number>((resolve, reject) => {
    leave = resolve
    fail = reject
  })
  const mouse = new Mouse()
  const onReport = (report: Report) => {
    if (report.type === 'mouse') {
      const meant = mouse.meant(report, performance.now())
      if (meant !== null) store.dispatch(meant)
      return
    }
    if (report.type !== 'ground' || capabilities.ground !== undefined) return
    const ground = groundOf(report.colour)
    if (ground !== null) store.dispatch({type: 'ground-told', ground})
  }
  const input = new TerminalInput(stdin, onReport)
  const jobControl = new JobControl(
    () => mounted,
    () => input.settled(),
  )
  const host: Host = {
    exit: code => leave(code),
    suspend: () => void jobControl.stop(),
    lend: to => jobControl.lend(to, terminal),
    // Frames are written whole, each in one go: between them there is room for a sequence of our own.
    copy: text => void stdout.write(clipboardSequence(text, env)),
  }
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
  // Ending at once, as Node would, leaves half-done what is under way, and shows a stack trace where a sentence belongs.
  process.on('uncaughtException', fail)
  // A terminal that is gone: nobody is there to see an error.
  const onGone = () => leave(129)
  stdin.on('end', onGone)
  stdin.on('error', onGone)
  stdout.on('error', onGone)
  const clock = setInterval(() => store.dispatch({type: 'clock', now: ports.now()}), CLOCK)
  clock.unref()
  // Who listens would hear every one of them.
  const seconds = setInterval(() => {
    if (!isHeard && showsSeconds(store.get())) store.dispatch({type: 'clock', now: ports.now()})
  }, SECOND)
  seconds.unref()

  const begin = () => effects.forEach(performer.perform)
  let code = 0
  try {
    if (!home) {
      begin()
      await Promise.race([opened(store), left])
    }
    const onKey = (key: string) => {
      watch?.key(key, store.get())
      store.dispatch({type: 'key', key})
    }
    const onPaste = (text: string) => store.dispatch({type: 'paste', text})
    // Ink does so after its first frame: what is typed in between would be echoed into it.
    stdin.setRawMode(true)
    const screen = mountScreen(
      store,
      {onKey, onPaste},
      {stdin: input.stream, stdout},
      () => watch?.frame(store.get()),
      isHeard,
    )
    mounted = wantsMouse && capabilities.style && !isHeard ? withMouse(screen, stdout) : screen
    // Behind the first frame: nobody waits for the answer.
    if (capabilities.colour && capabilities.ground === undefined && !isHeard) input.ask(text => void stdout.write(text))
    // Home is drawn before anything is asked: who looks for an engine has something to look at.
    if (home) begin()
    code = await Promise.race([left, screen.broken])
  } finally {
    process.off('uncaughtException', fail)
    clearInterval(clock)
    clearInterval(seconds)
    performer.cancelAll()
    store.close()
    if (!stdin.destroyed) await input.settled()
    await mounted?.unmount().catch(() => {})
    if (!stdin.destroyed) stdin.setRawMode(false)
    code = (await orSignal(performer.settled())) ?? code
    stdout.off('resize', onResize)
    for (const [signal, listener] of signals) process.off(signal, listener)
    process.off('SIGCONT', onContinue)
    stdin.off('end', onGone)
    stdin.off('error', onGone)
    // Its listener on stdout stays: what Ink wrote last may fail after we have left.
  }
  return code
}

/** Waits for work; for no longer than until a signal comes: what that stands for, null where none came. */
async function orSignal(work: Promise<void>): Promise<number | null> {
  let stop: (code: number) => void = () => {}
  const stopped = new Promise<number>(resolve => {
    stop = resolve
  })
  const listeners = SIGNALS.map(([signal, code]) => [signal, () => stop(code)] as const)
  for (const [signal, listener] of listeners) process.on(signal, listener)
  try {
    return await Promise.race([work.then(() => null), stopped])
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener)
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

/** The screen with the mouse on while it has the terminal: it is off whenever somebody else has, and however we end. */
function withMouse(screen: Mounted, stdout: NodeJS.WriteStream): Mounted {
  let isOn = false
  const turn = (on: boolean) => {
    if (on !== isOn) stdout.write(on ? MOUSE_ON : MOUSE_OFF)
    isOn = on
  }
  // A program that breaks has no time to wait for a stream.
  const onExit = () => {
    const {fd} = stdout as {readonly fd?: number}
    if (isOn && fd !== undefined) writeSync(fd, MOUSE_OFF)
  }
  process.on('exit', onExit)
  turn(true)
  return {
    ...screen,
    suspend: async during => {
      turn(false)
      try {
        await screen.suspend(during)
      } finally {
        turn(true)
      }
    },
    unmount: async () => {
      turn(false)
      process.off('exit', onExit)
      await screen.unmount()
    },
  }
}

function sizeOf(stdout: NodeJS.WriteStream): {columns: number; rows: number} {
  return {columns: stdout.columns || 80, rows: stdout.rows || 24}
}
