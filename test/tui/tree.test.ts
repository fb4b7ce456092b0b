import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import {AUTO_FOLDING, type Folding} from '../../src/tui/app/tree/folding.ts'
import {
  moveBy,
  pageBy,
  settle,
  type TreePlace,
  toFirst,
  toLast,
  visibleRows,
} from '../../src/tui/app/tree/tree-cursor.ts'
import {type Sort, TreeModel, type View} from '../../src/tui/app/tree/tree-model.ts'
import {sampleLayer} from './sample-layer.ts'

const OPEN: Folding = {rule: 'open', decided: new Map()}
const CLOSED: Folding = {rule: 'closed', decided: new Map()}

function model(layers: LayerIndex[], layer: number, view: View = 'aggregated', sort: Sort = 'name'): TreeModel {
  return new TreeModel(buildUnion(layers).union, layer, view, sort)
}

function names(tree: TreeModel, folding: Folding = OPEN, height = 100): string[] {
  const place = settle(tree, {wanted: 0, cursor: 0, offset: 0, folding}, height)
  return visibleRows(tree, place, height).map(row => tree.union.path(row.node))
}

const BASE = ['etc/', 'etc/b 10', 'etc/a 20', 'usr/', 'usr/lib/', 'usr/lib/big 1000', 'usr/x 1']
const layers = () => [
  sampleLayer(BASE),
  sampleLayer(['etc/', 'etc/a 25', 'usr/', 'usr/new 500']),
  sampleLayer(['etc/', 'etc/.wh.b', 'usr/', 'usr/.wh.lib']),
]

describe('the tree as of a layer', () => {
  it('lists names bytewise, folders among files, as ls does', () => {
    expect(names(model(layers(), 0))).toEqual(['etc', 'etc/a', 'etc/b', 'usr', 'usr/lib', 'usr/lib/big', 'usr/x'])
  })

  it('lists the heaviest first when sorted by size', () => {
    expect(names(model(layers(), 1, 'aggregated', 'size'))).toEqual([
      'usr',
      'usr/lib',
      'usr/lib/big',
      'usr/new',
      'usr/x',
      'etc',
      'etc/a',
      'etc/b',
    ])
  })

  it('still shows what this layer removed, with the bytes it hides', () => {
    const tree = model(layers(), 2)
    expect(names(tree)).toContain('usr/lib/big')
    expect(tree.size(tree.union.find('usr/lib'))).toBe(1000)
    expect(names(model([...layers(), sampleLayer(['tmp/'])], 3))).not.toContain('usr/lib')
  })
})

describe('the changes of a layer', () => {
  it('are the changed paths and the folders on the way to them', () => {
    expect(names(model(layers(), 2, 'changes'))).toEqual(['etc', 'etc/b', 'usr', 'usr/lib', 'usr/lib/big'])
    expect(names(model(layers(), 1, 'changes'))).toEqual(['etc', 'etc/a', 'usr', 'usr/new'])
  })

  it('count what the layer stored, not what is there', () => {
    const tree = model(layers(), 1, 'changes')
    expect(tree.size(tree.union.find('usr'))).toBe(500)
    expect(tree.total).toBe(525)
  })

  it('leave out what the layer holds without changing it; its contents show that too', () => {
    const again = [sampleLayer(BASE), sampleLayer(['etc/', 'etc/b 10', 'usr/', 'usr/x 2'])]
    const tree = model(again, 1, 'layer')
    expect(names(tree)).toEqual(expect.arrayContaining(['etc', 'etc/b', 'usr', 'usr/x']))
    expect(names(tree)).not.toContain('etc/a')
  })
})

describe('folders that open by themselves', () => {
  it('lead to the weight, and stop where it spreads', () => {
    const many = Array.from({length: 30}, (_, i) => `usr/lib/f${i} 100`)
    const tree = model([sampleLayer(['etc/a 1', 'usr/share/x 10', ...many])], 0, 'aggregated', 'size')
    expect(names(tree, AUTO_FOLDING)).toEqual(['usr', 'usr/lib', 'usr/share', 'etc'])
  })

  it('are all of them where a layer changed little', () => {
    expect(names(model(layers(), 1, 'changes'), AUTO_FOLDING)).toEqual(['etc', 'etc/a', 'usr', 'usr/new'])
  })

  it('are none once the user closed all', () => {
    expect(names(model(layers(), 0), CLOSED)).toEqual(['etc', 'usr'])
  })
})

describe('moving through the rows', () => {
  const big = () =>
    model(
      [sampleLayer(Array.from({length: 300}, (_, i) => `d${String(i % 10)}/f${String(i).padStart(3, '0')} ${i}`))],
      0,
    )
  const at = (tree: TreeModel, place: TreePlace) => tree.union.path(place.cursor)
  const start = (tree: TreeModel) => toFirst(tree, {wanted: 0, cursor: 0, offset: 0, folding: OPEN}, 20)

  it('goes to every row once, down and up again', () => {
    const tree = big()
    let place = start(tree)
    const down = [at(tree, place)]
    for (let next = moveBy(tree, place, 1, 20); next.cursor !== place.cursor; next = moveBy(tree, place, 1, 20)) {
      place = next
      down.push(at(tree, place))
    }
    expect(down).toHaveLength(310)
    expect(new Set(down).size).toBe(310)
    const up = [at(tree, place)]
    for (let next = moveBy(tree, place, -1, 20); next.cursor !== place.cursor; next = moveBy(tree, place, -1, 20)) {
      place = next
      up.push(at(tree, place))
    }
    expect(up.reverse()).toEqual(down)
  })

  it('scrolls only when the edge is reached', () => {
    const tree = big()
    const place = moveBy(tree, start(tree), 19, 20)
    expect(place.offset).toBe(19)
    expect(moveBy(tree, place, 1, 20).offset).toBe(19)
    expect(moveBy(tree, place, -1, 20).offset).toBe(18)
  })

  it('pages with the cursor at its place on the screen', () => {
    const tree = big()
    const place = moveBy(tree, start(tree), 5, 20)
    const paged = pageBy(tree, place, 20, 20)
    expect(paged.offset).toBe(5)
    expect(at(tree, pageBy(tree, paged, -20, 20))).toBe(at(tree, place))
  })

  it('reaches the last row, and fills the window above it', () => {
    const tree = big()
    const last = toLast(tree, start(tree), 20)
    expect(at(tree, last)).toBe('d9/f299')
    expect(visibleRows(tree, last, 20)).toHaveLength(20)
  })

  it('never leaves empty rows below when there are rows above', () => {
    const tree = big()
    const last = toLast(tree, start(tree), 20)
    const closed = settle(tree, {...last, folding: CLOSED}, 20)
    expect(at(tree, closed)).toBe('d9')
    expect(closed.offset).toBe(9)
  })
})
