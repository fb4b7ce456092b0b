import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import {DEFAULT_PREFERENCES} from '../../src/tui/app/preferences.ts'
import {filesFrame} from '../../src/tui/app/selectors/files-frame.ts'
import {explorerOf} from '../../src/tui/app/state.ts'
import {KINDS} from '../../src/tui/app/tree/kinds.ts'
import {TreeModel, type View} from '../../src/tui/app/tree/tree-model.ts'
import {modelOf} from '../../src/tui/app/verbs/settle-tree.ts'
import {randomOf} from '../chance.ts'
import {NOW, sampleLayers} from './sample-image.ts'
import {sampleLayer} from './sample-layer.ts'
import {after, explored, opened, PLAIN, press, readingMessages} from './sample-states.ts'

const VIEWS: readonly View[] = ['aggregated', 'changes', 'layer']
const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe(`a tree with kinds of change hidden, on random stacks (LAYERLENS_TEST_SEED=${seed})`, () => {
  const random = randomOf(seed)
  const pick = <T>(from: readonly T[]) => from[random(from.length)]!
  const entry = () => {
    const path = Array.from({length: 1 + random(4)}, () => pick(['a', 'b', 'c'])).join('/')
    const kind = random(8)
    if (kind === 0) return path.replace(/[^/]+$/, name => `.wh.${name}`)
    if (kind === 1) return `${path}/.wh..wh..opq`
    return kind < 4 ? `${path}/` : `${path} ${random(3)}`
  }

  it('shows the paths of the others, and the folders on the way to them', () => {
    let left = 0
    for (let i = 0; i < 200; i++) {
      const layers = Array.from({length: 1 + random(4)}, () => sampleLayer(Array.from({length: random(14)}, entry)))
      const {union} = buildUnion(layers)
      const hidden = KINDS.filter(() => random(2) === 0)
      for (let layer = 0; layer < union.layerCount; layer++)
        for (const view of VIEWS) {
          const bare = new TreeModel(union, layer, view, 'name')
          const nodes = [...Array(union.columns.nodeCount).keys()].slice(1)
          const kept = nodes.filter(node => bare.isShown(node) && !hidden.includes(KINDS[bare.change(node)]!))
          const shown = new Set(kept)
          for (const node of kept) for (let n = union.parent(node); n > 0; n = union.parent(n)) shown.add(n)
          const model = new TreeModel(union, layer, view, 'name', null, hidden)
          const expected = hidden.length === 0 ? nodes.filter(node => bare.isShown(node)) : [...shown]
          expect(nodes.filter(node => model.isShown(node))).toEqual(expected.sort((a, b) => a - b))
          left += expected.length
        }
    }
    expect(left).toBeGreaterThan(2000)
  })
})

describe('kinds that the configuration hides', () => {
  const [state] = initialState({
    reference: 'shop.tar',
    terminal: {columns: 120, rows: 36},
    capabilities: PLAIN,
    now: NOW,
    mayKeepOwners: true,
    preferences: {...DEFAULT_PREFERENCES, hidden: ['unchanged', 'removed']},
  })
  const shown = after(opened(state), ...readingMessages(sampleLayers()))

  it('are told in the title, and shown by a key', () => {
    const titleOf = (of: typeof shown) => filesFrame(of, explorerOf(of)!).title
    expect(titleOf(shown)).toContain('unchanged, removed hidden')
    const all = press(shown, 'H')
    expect(titleOf(all)).not.toContain('hidden')
    expect(modelOf(explorerOf(all)!)!.kinds).toBeNull()
    expect(titleOf(press(all, 'H'))).toContain('unchanged, removed hidden')
  })

  it('say that there are none, where there are none', () => {
    expect(press(explored(120, 36), 'H').notice?.text).toBe('Nothing is hidden: see hide in the configuration.')
  })
})
