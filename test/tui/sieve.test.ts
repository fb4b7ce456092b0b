import {describe, expect, it} from 'vitest'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import {distinctNames} from '../../src/image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../src/image/filesystem/filter/match-paths.ts'
import {PathMatches} from '../../src/image/filesystem/filter/path-matches.ts'
import {pathTreeOf} from '../../src/image/filesystem/filter/path-tree.ts'
import type {Union} from '../../src/image/filesystem/union.ts'
import {AUTO_FOLDING} from '../../src/tui/app/tree/folding.ts'
import {shownPaths} from '../../src/tui/app/tree/shown-paths.ts'
import {settle, visibleRows} from '../../src/tui/app/tree/tree-cursor.ts'
import {TreeModel, type View} from '../../src/tui/app/tree/tree-model.ts'
import {randomOf} from '../chance.ts'
import {sampleLayer} from './sample-layer.ts'

const VIEWS: readonly View[] = ['aggregated', 'changes', 'layer']

function matchesOf(union: Union, text: string): PathMatches {
  return new PathMatches(
    union,
    matchPaths(distinctNames(pathTreeOf(union)), {kind: 'substring', text}, () => {}),
  )
}

function rowsOf(model: TreeModel): number[] {
  const place = settle(model, {wanted: 0, cursor: 0, offset: 0, folding: AUTO_FOLDING}, 1000)
  return visibleRows(model, place, 1000).map(row => row.node)
}

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

describe(`a filtered tree, on random stacks (LAYERLENS_TEST_SEED=${seed})`, () => {
  const random = randomOf(seed)
  const pick = (from: readonly string[]) => from[random(from.length)]!
  const entry = () => {
    const path = Array.from({length: 1 + random(4)}, () => pick(['a', 'b', 'c', 'ab'])).join('/')
    const kind = random(8)
    if (kind === 0) return path.replace(/[^/]+$/, name => `.wh.${name}`)
    if (kind === 1) return `${path}/.wh..wh..opq`
    return kind < 4 ? `${path}/` : `${path} ${random(3)}`
  }
  const stack = () =>
    buildUnion(Array.from({length: 1 + random(4)}, () => sampleLayer(Array.from({length: random(14)}, entry)))).union

  it('counts and shows what path by path is there and matches, in every layer and view', () => {
    let shownInAll = 0
    for (let i = 0; i < 300; i++) {
      const union = stack()
      const matches = matchesOf(union, pick(['a', 'b', 'ab', 'c/a', 'b/']))
      for (let layer = 0; layer < union.layerCount; layer++) {
        for (const view of VIEWS) {
          const bare = new TreeModel(union, layer, view, 'name')
          const nodes = [...Array(union.columns.nodeCount).keys()].slice(1)
          const shown = nodes.filter(node => bare.isShown(node))
          const marks = shownPaths(union, layer, view)
          expect(nodes.filter(node => marks.shown[node] !== 0)).toEqual(shown)
          const isThere = (node: number) => view !== 'aggregated' || union.versionAt(node, layer) >= 0
          if (view === 'aggregated') expect(marks.count).toBe(union.pathsBelow(0, layer))
          const matching = shown.filter(node => matches.has(node))
          const onTheWay = new Set(matching)
          for (const node of matching) for (let n = union.parent(node); n > 0; n = union.parent(n)) onTheWay.add(n)
          const model = new TreeModel(union, layer, view, 'name', matches)
          expect(model.sieve).toMatchObject({
            count: matching.filter(isThere).length,
            removed: matching.filter(node => !isThere(node)).length,
            total: shown.filter(isThere).length,
          })
          expect(rowsOf(model).sort((a, b) => a - b)).toEqual([...onTheWay].sort((a, b) => a - b))
          shownInAll += onTheWay.size
        }
      }
    }
    expect(shownInAll).toBeGreaterThan(5000)
  })

  it('counts many thousand paths as path by path, removed ones apart', () => {
    const files = Array.from(
      {length: 20_000},
      (_, i) => `${pick(['a', 'b', 'c', 'ab'])}/${i % 70}/${pick(['a', 'b', 'c'])}${i}`,
    )
    const removed = files.filter(() => random(4) === 0).map(path => path.replace(/[^/]+$/, name => `.wh.${name}`))
    const {union} = buildUnion([sampleLayer(files), sampleLayer(removed)])
    const matches = matchesOf(union, 'b')
    const nodes = [...Array(union.columns.nodeCount).keys()].filter(node => node > 0 && matches.has(node))
    const {sieve} = new TreeModel(union, 1, 'aggregated', 'name', matches)
    const there = nodes.filter(node => union.versionAt(node, 1) >= 0)
    expect([sieve?.count, sieve?.removed]).toEqual([there.length, nodes.length - there.length])
    expect(nodes.every(node => sieve?.isMatch(node) && sieve.leads(union.parent(node)))).toBe(true)
    expect(sieve?.removed).toBeGreaterThan(1000)
  })
})

describe('a folder that matches', () => {
  it('shows no more than the matches where there are others in it', () => {
    const {union} = buildUnion([sampleLayer(['lib/libc 1', 'lib/other 2', 'lib/more/x 3'])])
    const model = new TreeModel(union, 0, 'aggregated', 'name', matchesOf(union, 'lib'))
    expect(rowsOf(model).map(node => union.path(node))).toEqual(['lib', 'lib/libc'])
  })

  it('stays closed, and all it holds is inside', () => {
    const {union} = buildUnion([sampleLayer(['app/modules/x 1', 'app/modules/y/z 2', 'app/other 3'])])
    const model = new TreeModel(union, 0, 'aggregated', 'name', matchesOf(union, 'modules'))
    const paths = (nodes: readonly number[]) => nodes.map(node => union.path(node))
    expect(paths(rowsOf(model))).toEqual(['app', 'app/modules'])
    const opened = {rule: 'auto', decided: new Map([[union.find('app/modules'), true]])} as const
    const place = settle(model, {wanted: 0, cursor: 0, offset: 0, folding: opened}, 100)
    expect(paths(visibleRows(model, place, 100).map(row => row.node))).toEqual([
      'app',
      'app/modules',
      'app/modules/x',
      'app/modules/y',
    ])
  })
})
