import {describe, expect, it, vi} from 'vitest'
import {distinctNames} from '../../../src/image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../../src/image/filesystem/filter/match-paths.ts'
import {placesOf} from '../../../src/image/filesystem/filter/path-matches.ts'
import {pathTreeOf} from '../../../src/image/filesystem/filter/path-tree.ts'
import {LensError} from '../../../src/image/oci/error.ts'
import {explorerOf, type State, top} from '../../../src/tui/app/state.ts'
import {update} from '../../../src/tui/app/update.ts'
import {Performer} from '../../../src/tui/runtime/performer.ts'
import type {IndexingOptions, Ports} from '../../../src/tui/runtime/ports.ts'
import {Store} from '../../../src/tui/runtime/store.ts'
import {NOW, sampleImage, sampleLayers} from '../sample-image.ts'
import {textContent, versionOf} from '../sample-previews.ts'
import {opening, readingMessages} from '../sample-states.ts'
import {WORKFLOW_SCREENS} from '../workflow-states.ts'

function started(ports: Partial<Ports>) {
  const exit = vi.fn<(code: number) => void>()
  const suspend = vi.fn<() => void>()
  const copy = vi.fn<(text: string) => void>()
  const whole: Ports = {
    openReference: async () => ({kind: 'image', image: sampleImage()}),
    indexImage: async () => {},
    matchPaths: async () => ({hits: new Uint8Array(1), places: placesOf(1), rows: null}),
    prepareMatching: () => {},
    previewFile: async () => {},
    compareContents: async () => ({kind: 'none'}),
    performTask: () => Promise.reject(new LensError('io', 'The disk is full.')),
    prepareRun: async () => async () => ({code: 0, goesOn: null}),
    look: () => Promise.reject(new LensError('engine-not-reached', 'No engine.')),
    mayKeepOwners: false,
    analyse: async () => {},
    findBases: async () => {},
    userName: 'me',
    openComparison: () => Promise.reject(new LensError('not-found', 'No image.')),
    compareStates: () => Promise.reject(new LensError('not-found', 'No image.')),
    compareAnew: () => Promise.reject(new LensError('not-found', 'No image.')),
    comparePackages: () => Promise.resolve([]),
    readSharing: () => Promise.resolve(null),
    listEngine: () => Promise.reject(new LensError('engine-not-reached', 'No engine.')),
    askRegistry: async () => {},
    now: () => NOW,
    ...ports,
  }
  const performer: Performer = new Performer(
    whole,
    {exit, suspend, copy, lend: to => to()},
    () => store.get(),
    message => store.dispatch(message),
  )
  const store: Store = new Store(opening(80, 24), performer.perform)
  performer.perform({type: 'open', session: 0, reference: 'shop.tar'})
  return {performer, store, exit, suspend, copy}
}

const kind = (state: State) => top(state).kind

describe('the runtime', () => {
  it('runs nothing for somebody who has left meanwhile', async () => {
    let asked: AbortSignal | null = null
    let ready = () => {}
    const ran = vi.fn(async () => ({code: 0, goesOn: null}))
    const {performer, store} = started({
      prepareRun: (_, signal) => {
        asked = signal
        return new Promise(resolve => {
          ready = () => resolve(ran)
        })
      },
    })
    const form = WORKFLOW_SCREENS.find(([name]) => name === 'run')![1](80, 24)
    const [effect] = update(form, {type: 'key', key: 'enter'})[1]
    expect(effect).toMatchObject({type: 'run'})
    performer.perform(effect!)
    store.dispatch({type: 'key', key: 'ctrl+c'})
    expect(asked).toMatchObject({aborted: true})
    ready()
    // Whoever waits for the same promise hears of it later.
    await new Promise(resolve => setImmediate(resolve))
    expect(ran).not.toHaveBeenCalled()
  })

  it('opens, reads, and tells the state', async () => {
    const {store} = started({
      indexImage: async (_, {onEvent}) =>
        onEvent({type: 'layer-indexed', layer: 0, index: sampleLayers()[0]!, trust: 'verified'}),
    })
    await expect.poll(() => explorerOf(store.get())?.reading.kind).toBe('ended')
    expect(explorerOf(store.get())?.layers[0]).toMatchObject({kind: 'indexed', trust: 'verified'})
  })

  it('shows why a reference could not be opened', async () => {
    const {store} = started({
      openReference: () => Promise.reject(new LensError('not-found', 'No such file.', {advice: 'Look again.'})),
    })
    await expect.poll(() => kind(store.get())).toBe('failed')
    expect(top(store.get())).toMatchObject({failure: {message: 'No such file.', advice: 'Look again.'}})
  })

  it('asks for the selected layer first, as it is at that time', async () => {
    let options: IndexingOptions | null = null
    const {store} = started({
      indexImage: (_, given) => {
        options = given
        return new Promise(() => {})
      },
    })
    await expect.poll(() => options).not.toBeNull()
    expect(options!.selectedLayer()).toBe(7)
    store.dispatch({type: 'key', key: 'g'})
    expect(options!.selectedLayer()).toBe(0)
  })

  it('stops the work and drops what it still tells, when the user stops it', async () => {
    let options: IndexingOptions | null = null
    const {store} = started({
      indexImage: (_, given) => {
        options = given
        return new Promise(() => {})
      },
    })
    await expect.poll(() => options).not.toBeNull()
    store.dispatch({type: 'key', key: 'x'})
    expect(options!.signal.aborted).toBe(true)
    options!.onEvent({type: 'layer-progress', layer: 0, done: 1, total: 2})
    expect(explorerOf(store.get())?.layers[0]).toEqual({kind: 'pending'})
  })

  it('shows a file that is told at once in one frame, and again without reading', async () => {
    let readings = 0
    const {store} = started({
      indexImage: async (_, {onEvent}) => {
        for (const message of readingMessages(sampleLayers())) if (message.type === 'reading') onEvent(message.event)
      },
      previewFile: async (_, __, ___, {onEvent}) => {
        readings++
        onEvent({type: 'content', content: textContent('hello\n')})
      },
    })
    await expect.poll(() => explorerOf(store.get())?.reading.kind).toBe('ended')
    const shown: (boolean | null)[] = []
    store.subscribe(() => {
      const context = top(store.get())
      shown.push(context.kind === 'preview' ? context.content !== null : null)
    })
    const version = versionOf(explorerOf(store.get())!.union!, 'etc/passwd')
    for (const type of ['preview', 'close', 'preview'] as const) {
      store.dispatch(type === 'close' ? {type} : {type, node: 0, version})
      await expect.poll(() => shown.length).toBeGreaterThan(0)
      expect(shown).not.toContain(false)
    }
    expect(readings).toBe(1)
  })

  /** What each frame shows of a filter once `e` is typed: the letter, and whether what it finds is known. */
  async function framesOfLetter(matchPaths: Ports['matchPaths']): Promise<{shown: [string, boolean][]}> {
    const {store} = started({
      indexImage: async (_, {onEvent}) => {
        for (const message of readingMessages(sampleLayers())) if (message.type === 'reading') onEvent(message.event)
      },
      matchPaths,
    })
    await expect.poll(() => explorerOf(store.get())?.reading.kind).toBe('ended')
    store.dispatch({type: 'key', key: '/'})
    const shown: [string, boolean][] = []
    store.subscribe(() => {
      const filter = explorerOf(store.get())!.filter!
      shown.push([filter.text, filter.found !== null])
    })
    store.dispatch({type: 'key', key: 'e'})
    await expect.poll(() => shown.length).toBeGreaterThan(0)
    return {shown}
  }

  it('shows a letter of a filter and what it finds in one frame', async () => {
    const {shown} = await framesOfLetter(async union =>
      matchPaths(distinctNames(pathTreeOf(union)), {kind: 'substring', text: 'e'}, () => {}),
    )
    expect(shown).toEqual([['e', true]])
  })

  it('shows a letter of a filter although nobody answers', async () => {
    const {shown} = await framesOfLetter(() => new Promise(() => {}))
    expect(shown).toEqual([['e', false]])
  })

  it('tells what is copied to the host', async () => {
    const {store, copy} = started({})
    await expect.poll(() => explorerOf(store.get())?.reading.kind).toBe('ended')
    store.dispatch({type: 'key', key: 'Y'})
    expect(copy).toHaveBeenCalledExactlyOnceWith(sampleImage().layers[7]!.diffId)
  })

  it('leaves and suspends by way of the host', async () => {
    const {store, exit, suspend} = started({})
    await expect.poll(() => explorerOf(store.get())?.reading.kind).toBe('ended')
    store.dispatch({type: 'key', key: 'ctrl+z'})
    store.dispatch({type: 'key', key: 'q'})
    expect(suspend).toHaveBeenCalledOnce()
    expect(exit).toHaveBeenCalledExactlyOnceWith(0)
  })
})
