import {describe, expect, it} from 'vitest'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

/** Leaves while a job runs that can't be stopped at once; `goOn` lets it end. */
async function leaving(use: (app: DrivenApp, goOn: () => void) => Promise<void>): Promise<void> {
  let goOn = () => {}
  const ports = (real: Ports): Ports => ({
    ...real,
    performTask: task =>
      new Promise((_, reject) => {
        goOn = () => reject(new Error(`${task.kind} was stopped`))
      }),
  })
  await driveApp(DEMO, {ports}, async app => {
    await app.settled()
    await app.press('tab', 'e', 'enter')
    await app.waitFor('extract')
    await app.press('q')
    await app.waitFor('Leave while 1 job runs?')
    await app.press('enter')
    await app.until(() => !app.terminal.alternate && !app.rawMode, 'a terminal that is left')
    await use(app, () => goOn())
  })
}

describe('leaving while something is being done', () => {
  it('waits behind the screen until nothing is half-done', async () => {
    await leaving(async (app, goOn) => {
      goOn()
      expect(await app.exit).toBe(0)
    })
  })

  it('waits no longer where Ctrl-C comes again', async () => {
    const others = new Set(process.listeners('SIGINT'))
    await leaving(async app => {
      // The terminal is not ours any more: it makes a signal of the key. Who else listens in this process is left alone.
      for (const listener of process.listeners('SIGINT')) if (!others.has(listener)) listener('SIGINT')
      expect(await app.exit).toBe(130)
    })
    expect(process.listeners('SIGINT').filter(each => !others.has(each))).toEqual([])
  })
})
