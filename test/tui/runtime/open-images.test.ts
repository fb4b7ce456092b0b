import {setImmediate as nextTurn} from 'node:timers/promises'
import {expect, it} from 'vitest'
import type {Context, State} from '../../../src/tui/app/state.ts'
import {OpenImages} from '../../../src/tui/runtime/open-images.ts'
import type {Ports} from '../../../src/tui/runtime/ports.ts'
import {Running} from '../../../src/tui/runtime/running.ts'
import {sampleImage} from '../sample-image.ts'

it('an image that is on no page any more need not be told what it stands on', async () => {
  const signals: AbortSignal[] = []
  const ports: Partial<Ports> = {
    openReference: async () => ({kind: 'image', image: sampleImage()}),
    findBases: (_, signal) => {
      signals.push(signal)
      return new Promise(() => {})
    },
  }
  let shown = 0
  const state = () => ({contexts: [{kind: 'explorer', session: shown} as Context]}) as unknown as State
  const images = new OpenImages(ports as Ports, state, () => {}, new Running(() => {}))
  const leaving = new AbortController()
  for (const session of [0, 1]) {
    shown = session
    images.open(session, `image-${session}`)
    while (images.of(session) === null) await nextTurn()
    void images.findBases(session, leaving.signal)
  }
  expect(signals.map(({aborted}) => aborted)).toEqual([true, false])
  leaving.abort()
  expect(signals.map(({aborted}) => aborted)).toEqual([true, true])
})
