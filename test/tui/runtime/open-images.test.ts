import {describe, expect, it} from 'vitest'
import type {Effect} from '../../../src/tui/app/effects.ts'
import type {Message} from '../../../src/tui/app/messages.ts'
import type {State} from '../../../src/tui/app/state.ts'
import {update} from '../../../src/tui/app/update.ts'
import {begin} from '../../../src/tui/app/verbs/open.ts'
import {OpenImages} from '../../../src/tui/runtime/open-images.ts'
import type {Ports} from '../../../src/tui/runtime/ports.ts'
import {Running} from '../../../src/tui/runtime/running.ts'
import {sampleImage} from '../sample-image.ts'
import {opening} from '../sample-states.ts'

/** The images of a program that only opens and closes them. */
function started(ports: Partial<Ports> = {}) {
  let state: State = opening(80, 24)
  const dispatch = (message: Message) => {
    state = update(state, message)[0]
  }
  const running = new Running(dispatch)
  const whole = {openReference: async () => ({kind: 'image', image: sampleImage()}), ...ports} as Ports
  const images = new OpenImages(whole, () => state, dispatch, running)
  const perform = (effects: readonly Effect[]) => {
    for (const effect of effects) if (effect.type === 'open') images.open(effect.session, effect.reference)
  }
  const open = async (): Promise<number> => {
    const [loading, effects] = begin(state, 'shop.tar')
    const session = state.nextSession
    state = loading
    perform(effects)
    await expect.poll(() => images.of(session)).not.toBeNull()
    return session
  }
  return {images, running, dispatch, open}
}

describe('images that are open', () => {
  it('are those that some page shows: what was closed is let go of when another one opens', async () => {
    const {images, dispatch, open} = started()
    const below = await open()
    const closed = await open()
    dispatch({type: 'close'})
    const last = await open()
    expect([below, closed, last].map(session => images.of(session) !== null)).toEqual([true, false, true])
  })

  it('are none that came after somebody stopped waiting', async () => {
    let answer = () => {}
    const {images, running} = started({
      openComparison: () =>
        new Promise(resolve => {
          answer = () => resolve({image: sampleImage(), compared: {} as never})
        }),
    })
    images.openComparison({
      type: 'open-comparison',
      session: 7,
      compares: {kind: 'images', before: 'a', after: 'b'},
    })
    running.cancel(7)
    answer()
    await new Promise(resolve => setImmediate(resolve))
    expect(images.of(7)).toBeNull()
  })
})
