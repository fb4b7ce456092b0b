import {describe, expect, it} from 'vitest'
import {type ChainBranch, chainTree} from '../../../../src/image/analysis/sharing/chain-tree.ts'
import {sharingMatrix} from '../../../../src/image/analysis/sharing/matrix.ts'
import {originOf} from '../../../../src/image/analysis/sharing/origin.ts'
import {relativesOf} from '../../../../src/image/analysis/sharing/relatives.ts'
import type {Sharing} from '../../../../src/image/analysis/sharing/sharing.ts'
import {holding, sharingOf} from './holding.ts'

const shares = (sharing: Sharing) =>
  sharing.holdings.images.map(({key}, image) => {
    const {shared, unique} = sharing.share(image)
    return `${key} ${shared}+${unique}`
  })

describe('what images share', () => {
  it('is what at least one other image holds too', () => {
    const sharing = sharingOf([holding('a', 'base:100 x:5'), holding('b', 'base:100 y:7'), holding('c', 'z:3')])
    expect(shares(sharing)).toEqual(['a 100+5', 'b 100+7', 'c 0+3'])
    expect(sharing.totals()).toEqual({
      stored: 115,
      apparent: 215,
      shared: 100,
      layers: 4,
      images: 3,
      unsized: 0,
    })
  })

  it('counts the same diffID on other layers for another layer on an engine, and for the same blob in a store', () => {
    const images = [holding('a', 'base:100 x:5'), holding('b', 'x:5 base:100')]
    expect(shares(sharingOf(images))).toEqual(['a 0+105', 'b 0+105'])
    expect(shares(sharingOf(images, {sharedBy: 'blob'}))).toEqual(['a 105+0', 'b 105+0'])
  })

  it('counts a layer that an image has twice as often as it is stored', () => {
    const images = [holding('a', 'base:100 x:5 x:5')]
    expect(sharingOf(images).share(0)).toMatchObject({bytes: 110, unique: 110})
    expect(sharingOf(images, {sharedBy: 'blob'}).share(0)).toMatchObject({bytes: 105, unique: 105})
  })

  it('does not count untagged parents for other images, as engines do not', () => {
    const images = [holding('a', 'base:100 x:5'), holding('p', 'base:100', {tags: [], listed: false})]
    expect(sharingOf(images).share(0)).toMatchObject({shared: 0, unique: 105})
    // What an untagged parent itself shares is what lists show too.
    expect(sharingOf(images).share(1)).toMatchObject({shared: 100, unique: 0})
  })

  it('takes a size from whichever image tells it, and says where none does', () => {
    const sharing = sharingOf([holding('a', 'base:?'), holding('b', 'base:100 x:?')])
    expect(sharing.share(0)).toEqual({bytes: 100, shared: 100, unique: 0, isPartial: false})
    expect(sharing.share(1)).toEqual({bytes: 100, shared: 100, unique: 0, isPartial: true})
    expect(sharing.totals().unsized).toBe(1)
  })

  it('shares no layer that has no name', () => {
    const nameless = {digest: null, bytes: 4, createdBy: null}
    const images = ['a', 'b'].map(key => ({...holding(key, ''), layers: [nameless]}))
    expect(shares(sharingOf(images, {sharedBy: 'blob'}))).toEqual(['a 0+4', 'b 0+4'])
  })

  it('bears images without layers, and none at all', () => {
    expect(shares(sharingOf([holding('scratch', '')]))).toEqual(['scratch 0+0'])
    expect(sharingOf([]).totals().stored).toBe(0)
  })
})

describe('the tree of chains', () => {
  const drawn = (sharing: Sharing, branches: readonly ChainBranch[] = chainTree(sharing), indent = ''): string[] =>
    branches.flatMap(({layers, bytes, images, imageCount, branches}) => [
      `${indent}${layers.length} ${bytes} ×${imageCount} ${images.map(image => sharing.image(image).key).join(' ')}`.trimEnd(),
      ...drawn(sharing, branches, `${indent}  `),
    ])

  it('has bases at the root, and a branch for as long as the same images stand on it', () => {
    const sharing = sharingOf([
      holding('base', 'd1:50 d2:50'),
      holding('py', 'd1:50 d2:50 py:30'),
      holding('app', 'd1:50 d2:50 py:30 app:5'),
      holding('tool', 'd1:50 d2:50 py:30 t1:1 t2:1'),
      holding('other', 'o1:7 o2:7'),
    ])
    expect(drawn(sharing)).toEqual([
      '2 100 ×4 base',
      '  1 30 ×3 py',
      '    1 5 ×1 app',
      '    2 2 ×1 tool',
      '2 14 ×1 other',
    ])
  })

  it('ends several images at one place where they have the same layers', () => {
    expect(drawn(sharingOf([holding('a', 'x y'), holding('b', 'x y')]))).toEqual(['2 20 ×2 a b'])
  })

  it('leaves out what only an untagged parent has', () => {
    const images = [holding('a', 'x'), holding('p', 'x old', {tags: [], listed: false})]
    expect(drawn(sharingOf(images))).toEqual(['1 10 ×1 a'])
  })

  it('bears a chain as long as nobody makes them', () => {
    const images = Array.from({length: 700}, (_, i) =>
      holding(`i${i}`, Array.from({length: i + 1}, (_, k) => `l${k}`).join(' ')),
    )
    let [depth, branches] = [0, chainTree(sharingOf(images))]
    for (; branches.length > 0; branches = branches[0]!.branches) depth++
    expect(depth).toBe(700)
  })
})

describe('relatives', () => {
  it('are images with layers in common, the nearest first by the bytes that they are apart', () => {
    const sharing = sharingOf([
      holding('a', 'base:100 x:5'),
      holding('far', 'base:100 y:70'),
      holding('near', 'base:100 x:5 z:1'),
      holding('none', 'q:1'),
      holding('parent', 'base:100', {tags: [], listed: false}),
    ])
    expect(relativesOf(sharing, 0).map(({image, ...rest}) => ({key: sharing.image(image).key, ...rest}))).toEqual([
      {key: 'near', common: 105, apart: 1, layers: 2},
      {key: 'far', common: 100, apart: 75, layers: 1},
    ])
  })
})

describe('the matrix', () => {
  it('has a row for each layer of the chosen images, what most of them hold first', () => {
    const sharing = sharingOf([holding('a', 'base x'), holding('b', 'base y'), holding('c', 'z')])
    const rows = sharingMatrix(sharing, [0, 1]).map(({held}) => held.map(is => (is ? '#' : '.')).join(''))
    expect(rows).toEqual(['##', '#.', '.#'])
  })
})

describe('what an image was made from', () => {
  const origin = (images: Parameters<typeof sharingOf>[0], key: string) => {
    const sharing = sharingOf(images)
    const found = originOf(sharing, sharing.find(key))
    return found < 0 ? null : sharing.image(found).key
  }
  const base = holding('base', 'a')
  const app = holding('app', 'a b')

  it('is what the engine says it was built on, steps without a name passed over', () => {
    const step = holding('step', 'a b s', {tags: [], listed: false, parent: 'app'})
    const made = holding('made', 'a b s t', {parent: 'step'})
    expect(origin([base, app, step, made], 'made')).toBe('app')
  })

  it('is the image with the most layers below its own, where nobody says so', () => {
    const made = holding('made', 'a b c')
    const other = holding('other', 'a x')
    expect(origin([base, app, other, made], 'made')).toBe('app')
    expect(origin([app, base], 'app')).toBe('base')
    expect(origin([holding('twin', 'a b'), app], 'app')).toBe(null)
    expect(origin([base], 'base')).toBe(null)
  })
})
