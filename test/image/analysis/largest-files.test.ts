import {describe, expect, it} from 'vitest'
import {largestFiles} from '../../../src/image/analysis/largest-files.ts'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {sampleLayer} from '../../tui/sample-layer.ts'

describe('the largest files', () => {
  it('are told with what became of each version', () => {
    const {union} = buildUnion([
      sampleLayer(['kept 50', 'replaced 90', 'deleted 80', 'folder/in 70', 'opaque/in 60', 'becomes 40', 'empty 0']),
      sampleLayer(['replaced 30', '.wh.deleted', '.wh.folder', 'opaque/', 'opaque/.wh..wh..opq', 'becomes/']),
      sampleLayer(['twice 20', 'twice 10', {path: 'link', link: 'kept', hard: true}]),
    ])
    expect(
      largestFiles(union, 100).map(({node, layer, size, fate}) => [
        union.path(node),
        layer,
        size,
        Object.values(fate).join(' '),
      ]),
    ).toEqual([
      ['replaced', 0, 90, 'replaced 1'],
      ['deleted', 0, 80, 'deleted 1'],
      ['folder/in', 0, 70, 'deleted 1'],
      ['opaque/in', 0, 60, 'hidden 1'],
      ['kept', 0, 50, 'visible'],
      ['becomes', 0, 40, 'replaced 1'],
      ['replaced', 1, 30, 'visible'],
      ['twice', 2, 20, 'stored-twice 2'],
      ['twice', 2, 10, 'visible'],
    ])
  })

  it.each([
    ['falling', (i: number) => 5000 - i],
    ['rising', (i: number) => i + 1],
    ['mixed', (i: number) => ((i * 7919) % 997) + 1],
  ])('are the same as by sorting all of them, sizes %s', (_, sizeOf) => {
    const sizes = Array.from({length: 3000}, (__, i) => sizeOf(i))
    const {union} = buildUnion([sampleLayer(sizes.map((size, i) => `f${i} ${size}`))])
    const sorted = sizes.map((size, i) => ({size, name: `f${i}`})).sort((a, b) => b.size - a.size)
    for (const most of [1, 7, 300]) {
      const found = largestFiles(union, most)
      expect(found.map(({size}) => size)).toEqual(sorted.slice(0, most).map(({size}) => size))
      expect(found.map(({node}) => union.name(node))).toEqual(sorted.slice(0, most).map(({name}) => name))
    }
  })
})
