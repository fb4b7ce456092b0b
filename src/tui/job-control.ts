import {printable} from '../text/printable.ts'
import {t} from '../text/translate.ts'
import type {RunEnd} from './app/run-request.ts'
import type {Mounted, Streams} from './ui/mount.tsx'

/** Any time, milliseconds. */
const LONG = 60_000

/** Ctrl-Z and fg, and containers that have the terminal for a while. */
export class JobControl {
  private readonly screen: () => Mounted | null
  private readonly settled: () => Promise<void>
  private stopping = false

  /** `settled`: what was asked of the terminal is answered; nobody else is to read that */
  constructor(screen: () => Mounted | null, settled: () => Promise<void>) {
    this.screen = screen
    this.settled = settled
  }

  /** Gives the terminal to the shell and stops, with everything that was started together with us. */
  async stop(): Promise<void> {
    const screen = this.screen()
    if (screen === null || this.stopping || process.platform === 'win32') return
    this.stopping = true
    // Without keys to wait for nothing would hold the process: it would end as soon as it goes on.
    const alive = setInterval(() => {}, LONG)
    try {
      await this.settled()
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

  /** Gives the terminal away until `to` is done and the user has read what stands there: Enter brings the screen back. */
  async lend(to: () => Promise<RunEnd>, {stdin, stdout}: Streams): Promise<RunEnd> {
    const screen = this.screen()
    if (screen === null || this.stopping) return to()
    this.stopping = true
    let end: RunEnd = {code: 0, goesOn: null}
    let failure: unknown = null
    try {
      await this.settled()
      await screen.suspend(async () => {
        await leftAlone(stdin)
        stdout.write(t`[the terminal is the container's until it ends; ^P ^Q leaves it running]\r\n`)
        try {
          end = await to()
        } catch (thrown) {
          failure = thrown
          return
        }
        const {code, goesOn} = end
        stdout.write(
          goesOn === null
            ? t`\r\n[it ended with ${code}: Enter comes back to layerlens] `
            : t`\r\n[${printable(goesOn)} goes on running: Enter comes back to layerlens] `,
        )
        await enterPressed(stdin)
      })
    } finally {
      this.stopping = false
    }
    if (failure !== null) throw failure
    return end
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

/** Stops reading: keys that are read here would be missing over there. */
async function leftAlone(stdin: NodeJS.ReadStream): Promise<void> {
  const turn = () => new Promise<void>(resolve => setImmediate(resolve))
  // Until then Ink's listener counts, though it has just been taken away.
  await turn()
  // Only what flows can be paused, and only what is paused is really not read any more (Node, getStdin).
  stdin.resume()
  stdin.pause()
  await turn()
}

/** Waits for a line of the keyboard, which the terminal edits by itself now; also for its end. */
function enterPressed(stdin: NodeJS.ReadStream): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      stdin.off('data', done)
      stdin.off('end', done)
      stdin.pause()
      resolve()
    }
    stdin.on('data', done)
    stdin.on('end', done)
    stdin.ref()
    stdin.resume()
  })
}
