import {describe, expect, it} from 'vitest'
import {squarify} from '../../../src/tui/app/map/squarify.ts'
import {storedByLayer, storedBytes} from '../../../src/tui/app/map/stored-bytes.ts'
import {leavesOf, neighbour, type Tile, tilesOf} from '../../../src/tui/app/map/tiles.ts'
import {analysed, file} from '../../image/analysis/analysed.ts'

const WHOLE = {x: 0, y: 0, width: 60, height: 40}

describe('a squarified rectangle', () => {
  it.each([
    [[1]],
    [[5, 3, 1]],
    [[6, 6, 4, 3, 2, 2, 1]],
    [[1e9, 5, 3, 1]],
    [Array.from({length: 200}, (_, i) => 200 - i)],
  ])('is divided by weight, without gaps: %j', weights => {
    const pieces = squarify(weights, WHOLE)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    expect(pieces).toHaveLength(weights.length)
    for (const [i, {x, y, width, height}] of pieces.entries()) {
      expect(width * height).toBeCloseTo((weights[i]! / total) * 2400, 4)
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-9)
      expect(x + width).toBeLessThanOrEqual(60 + 1e-9)
      expect(y + height).toBeLessThanOrEqual(40 + 1e-9)
    }
  })

  it('has pieces near to squares', () => {
    for (const {width, height} of squarify([6, 6, 4, 3, 2, 2, 1], {...WHOLE, width: 60, height: 40}))
      expect(Math.max(width / height, height / width)).toBeLessThan(3)
  })

  it('gives nothing to no weight', () => {
    expect(squarify([], WHOLE)).toEqual([])
    for (const {width, height} of squarify([0, 0], WHOLE)) expect(width * height).toBe(0)
  })
})

const steps = [
  {
    by: 'ADD x /',
    puts: [file('usr/lib/a', 4000), file('usr/lib/b', 3000), file('usr/bin/c', 2000), file('etc/d', 100)],
  },
  {
    by: 'RUN y',
    puts: [
      file('usr/lib/a', 5000),
      {path: 'usr/bin/.wh.c'},
      ...Array.from({length: 99}, (_, i) => file(`var/t/${i}`, 20)),
    ],
  },
]

describe('the tiles of a map', () => {
  it('stand on what was stored, hidden versions too', async () => {
    const {union, size} = await analysed(steps)
    expect(storedBytes(union, 0)).toBe(size)
    expect(storedBytes(union, union.find('usr/lib/a'))).toBe(9000)
    expect(storedByLayer(union, union.find('usr'))).toEqual([
      {layer: 0, bytes: 9000},
      {layer: 1, bytes: 5000},
    ])
  })

  it('cover the map, each cell once', async () => {
    const {union} = await analysed(steps)
    for (const [columns, rows] of [
      [140, 40],
      [60, 10],
      [30, 5],
      [7, 2],
    ] as const) {
      const cells = new Uint8Array(columns * rows)
      for (const tile of tilesOf(union, 0, columns, rows)) {
        const height = tile.kind === 'divided' ? 1 : tile.height
        for (let y = tile.y; y < tile.y + height; y++)
          for (let x = tile.x; x < tile.x + tile.width; x++) cells[y * columns + x]!++
      }
      expect(new Set(cells), `${columns}×${rows}`).toEqual(new Set([1]))
    }
  })

  it('count what is too small to be one', async () => {
    const {union} = await analysed(steps)
    const tiles = tilesOf(union, union.find('var/t'), 12, 3)
    expect(tiles).toMatchObject([{kind: 'small', count: 99, bytes: 1980}])
    expect(tilesOf(union, 0, 0, 0)).toEqual([])
  })

  it('are one of a folder that holds but one thing', async () => {
    const {union} = await analysed([{by: 'ADD x /', puts: [file('a/b/c/x', 900), file('a/b/c/y', 800)]}])
    const paths = tilesOf(union, 0, 60, 12).map(({node, kind}) => [kind, union.path(node)])
    expect(paths[0]).toEqual(['divided', 'a/b/c'])
  })

  it('lie beside each other for the keys', async () => {
    const {union} = await analysed(steps)
    const leaves = leavesOf(tilesOf(union, 0, 80, 20))
    const reached = new Set<Tile>([leaves[0]!])
    for (const tile of reached)
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        reached.add(neighbour(leaves, tile, dx, dy))
    expect(reached.size).toBe(leaves.length)
  })
})
