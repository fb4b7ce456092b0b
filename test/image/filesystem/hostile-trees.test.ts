import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import type {Union} from '../../../src/image/filesystem/union.ts'
import {walkChanged, walkVisible} from '../../../src/image/filesystem/walk.ts'
import {hopped, streamed} from '../layer/indexing.ts'
import {gnuLong, pax, type RawMember, tarOf} from '../tar/raw-tar.ts'
import {layerOf} from './stack.ts'

/** The union of layers given as shorthands, and what it adds up to. */
function stacked(...layers: (readonly string[] | Buffer)[]) {
  const {union} = buildUnion(layers.map(layer => hopped(Buffer.isBuffer(layer) ? layer : layerOf(layer))))
  return {union, figures: figuresOf(union), visible: visibleOf(union)}
}

function visibleOf(union: Union): string[] {
  return [...walkVisible(union, 0, union.layerCount - 1)].map(({node}) => union.path(node))
}

describe('trees that are too deep', () => {
  it('of 3,000 folders are walked, as a header, GNU’s long name and PAX spell them', () => {
    const path = 'd/'.repeat(3000)
    for (const spelled of [gnuLong('L', `${path}file`), pax({path: `${path}file`})]) {
      const {visible, figures} = stacked(tarOf(spelled, {name: 'x', content: '12345'}), ['top'])
      expect(visible).toHaveLength(3002)
      expect(figures).toMatchObject({paths: 3002, files: 2, visibleSize: 5})
    }
  })

  it('of 3,000 folders, each named, are hidden and put back', () => {
    const members = Array.from({length: 3000}, (_, i): RawMember | Buffer => pax({path: 'd/'.repeat(i + 1)}))
    const deep = tarOf(...members.flatMap(record => [record, {name: 'd', flag: '5'}]))
    const {union, figures, visible} = stacked(deep, ['.wh.d'], deep, ['d'])
    expect(visible).toEqual(['d'])
    expect(figures.layers[1]!.paths.removed).toBe(3000)
    expect([...walkChanged(union, 0, 2)]).toHaveLength(3000)
  })

  it('with a path of 400,000 characters, in one name or in many', async () => {
    for (const path of ['n'.repeat(400_000), `${'n/'.repeat(200_000)}n`, `${'../'.repeat(133_333)}n`]) {
      const tar = tarOf(pax({path}), {name: 'x', content: 'y'}, pax({linkpath: path}), {name: 'soft', flag: '2'})
      const index = await streamed(tar, 65_536)
      const {union} = buildUnion([index, index])
      expect(figuresOf(union).size).toBe(2)
      expect(index.linkTarget(1)).toBe(path)
    }
  })
})

describe('the same path several times in one tar', () => {
  it('is what came last, and the bytes of those before are waste', () => {
    const {visible, figures} = stacked(['a = 12345', 'a/', 'a/b = 1', 'a -> x', 'a = 123'])
    expect(visible).toEqual(['a'])
    expect(figures).toMatchObject({size: 9, visibleSize: 3, wastedSize: 6})
  })

  it('as a folder at last keeps what was put below it', () => {
    const {visible} = stacked(['a = 12345', 'a -> x', 'a/', 'a/b = 1'])
    expect(visible).toEqual(['a', 'a/b'])
  })
})

describe('whiteouts that are odd', () => {
  it('with no name hide nothing', () => {
    const below = ['etc/', 'etc/a = 1', 'b = 2']
    for (const name of ['.wh.', '.wh..', '.wh...', 'etc/.wh.', 'etc/.wh..', 'etc/.wh...', '.wh..wh.']) {
      expect(stacked(below, [name]).visible).toEqual(['b', 'etc', 'etc/a'])
    }
  })

  it('that are opaque act on layers below only, also after what stands beside them', () => {
    const {visible, figures} = stacked(
      ['d/', 'd/old = 123', 'd/both = 1'],
      ['d/', 'd/new = 5', 'd/both = 12', 'd/.wh..wh..opq'],
    )
    expect(visible).toEqual(['d', 'd/both', 'd/new'])
    expect(figures.layers[1]!.changes.removed).toEqual({files: 1, bytes: 3})
  })

  it('of what the same layer writes hide only what was below', () => {
    expect(stacked(['a = 1'], ['a = 22', '.wh.a']).visible).toEqual(['a'])
    expect(stacked(['a = 1'], ['.wh.a', 'a = 22']).visible).toEqual(['a'])
  })

  it('of the root’s own things, of nothing, twice', () => {
    expect(stacked(['a = 1'], ['.wh..wh..opq', '.wh.gone', '.wh.a', '.wh.a', 'x/.wh.y'])).toMatchObject({
      visible: ['x'],
      figures: {paths: 1, wastedSize: 1},
    })
  })
})

describe('links that lead nowhere', () => {
  it.each([
    ['to nothing', ['hard => nothing']],
    ['to itself', ['hard => hard']],
    ['to a folder', ['d/', 'd/f = 12', 'hard => d']],
    ['to the root', ['hard => /']],
    ['out of the root', ['hard => ../../../etc/passwd']],
    ['with an empty target', ['hard => ']],
    ['in a loop', ['hard => other', 'other => hard']],
    ['through a loop of symlinks', ['a -> b', 'b -> a', 'hard => a/x']],
  ])('are hard links %s: paths without bytes', (_, puts) => {
    const tar = layerOf(puts)
    const {visible, figures} = stacked(tar, ['top'], tar)
    expect(visible).toContain('hard')
    expect(figures.visibleSize).toBe(puts.includes('d/') ? 2 : 0)
  })

  it('are hard links to what comes later in the tar: its bytes have two names', () => {
    const {figures, visible} = stacked(['hard => later', 'later = 12345'], ['.wh.later'])
    expect(visible).toEqual(['hard'])
    expect(figures).toMatchObject({size: 5, visibleSize: 5, wastedSize: 0})
  })

  it('are chains of hard links, 2,000 long', () => {
    const names = Array.from({length: 2000}, (_, i) => `h${i + 1} => h${i}`)
    expect(stacked(['h0 = 123', ...names], ['.wh.h0']).figures).toMatchObject({files: 2000, visibleSize: 3})
    expect(stacked([...names.toReversed(), 'h0 = 123']).figures.paths).toBe(2001)
  })

  it('are symlinks in loops, to themselves, and that double at each step', () => {
    const doubling = Array.from({length: 60}, (_, i) => `l${i} -> l${i + 1}/l${i + 1}`)
    const {visible} = stacked(
      ['self -> self', 'a -> b', 'b -> a', 'up -> ../../..', ...doubling],
      ['self/x = 1', 'a/x = 1', 'up/x = 1', 'hard => l0/x'],
    )
    expect(visible).toContain('hard')
  })
})
