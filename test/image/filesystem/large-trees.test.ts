import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import {Change} from '../../../src/image/filesystem/union.ts'
import {walkChanged, walkVisible} from '../../../src/image/filesystem/walk.ts'
import {hopped} from '../layer/indexing.ts'
import {pax, rawHeader, tarOf} from '../tar/raw-tar.ts'
import {layerOf} from './stack.ts'

const count = (walked: Iterable<unknown>) => [...walked].length

describe('a deep tree', () => {
  const DEPTH = 3000
  const deepest = Array.from({length: DEPTH}, () => 'd').join('/')

  it('is stacked, walked and removed without a recursion', () => {
    const base = hopped(tarOf(pax({path: `${deepest}/file`}), {name: 'x', content: '12345'}))
    const above = hopped(tarOf(pax({path: `${deepest}/file`}), {name: 'x', content: 'longer'}))
    const {union} = buildUnion([base, above, hopped(layerOf(['.wh.d']))])
    expect([0, 1, 2].map(layer => union.pathsBelow(0, layer))).toEqual([DEPTH + 1, DEPTH + 1, 0])
    expect([0, 1, 2].map(layer => union.bytesBelow(0, layer))).toEqual([5, 6, 0])
    expect(union.changesBelow(0, 2)).toBe(DEPTH + 1)
    expect(count(walkVisible(union, 0, 1))).toBe(DEPTH + 1)
    expect(count(walkChanged(union, 0, 2))).toBe(DEPTH + 1)
    const node = union.find(`${deepest}/file`)
    expect(union.path(node)).toBe(`${deepest}/file`)
    expect(union.changeIn(node, 1)).toBe(Change.modified)
    expect(figuresOf(union)).toMatchObject({size: 11, visibleSize: 0, paths: 0})
  })
})

describe('many layers', () => {
  it('are as many versions of a file that each of them writes', () => {
    const LAYERS = 500
    const layers = Array.from({length: LAYERS}, (_, i) =>
      hopped(layerOf([`same = ${'x'.repeat(i)}`, `own/${i} = y`, ...(i > 0 ? [`own/.wh.${i - 1}`] : [])])),
    )
    const {union} = buildUnion(layers)
    const same = union.find('same')
    expect(union.versionsOf(same)).toHaveLength(LAYERS)
    for (const layer of [0, 1, 250, LAYERS - 1]) {
      expect(union.sizeOf(union.versionAt(same, layer))).toBe(layer)
      expect(union.pathsBelow(0, layer)).toBe(3)
      expect(union.bytesBelow(0, layer)).toBe(layer + 1)
      expect(union.bytesBelow(union.find('own'), layer)).toBe(1)
    }
    const figures = figuresOf(union)
    expect(figures.size).toBe((LAYERS * (LAYERS - 1)) / 2 + LAYERS)
    expect(figures.visibleSize).toBe(LAYERS)
    expect(figures.layers.reduce((sum, layer) => sum + layer.wastedSize, 0)).toBe(figures.wastedSize)
  })
})

describe('a wide folder', () => {
  it('of 100,000 files is indexed, stacked, changed and emptied', () => {
    const FILES = 100_000
    const headers = Array.from({length: FILES}, (_, i) => rawHeader({name: `wide/file-${i}`, mtime: i & 1}))
    const base = hopped(Buffer.concat(headers))
    expect(base.entryCount).toBe(FILES)
    const again = hopped(Buffer.concat(headers.slice(0, 1000)))
    const {union} = buildUnion([base, again, hopped(layerOf(['wide/.wh..wh..opq', 'wide/new']))])
    const wide = union.find('wide')
    expect([0, 1, 2].map(layer => union.pathsBelow(wide, layer))).toEqual([FILES, FILES, 1])
    expect([0, 1, 2].map(layer => union.changesBelow(wide, layer))).toEqual([FILES, 1000, FILES + 1])
    expect(figuresOf(union).layers[1]!.paths.rewritten).toBe(1000)
    expect(figuresOf(union).layers[2]!.paths.removed).toBe(FILES)
    expect(union.children(wide)).toHaveLength(FILES + 1)
  })
})
