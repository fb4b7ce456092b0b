import {describe, expect, it} from 'vitest'
import {compareTrees, type TreeSide} from '../../../../src/image/analysis/comparison/compare-trees.ts'
import {ALL_TOLD, type NoiseSwitches} from '../../../../src/image/analysis/comparison/noise.ts'
import type {Union} from '../../../../src/image/filesystem/union.ts'
import {built, changesOf, type Layers, treeOf, unionOf} from '../../filesystem/stack.ts'

const sideOf = (union: Union, layer = union.layerCount - 1): TreeSide => ({
  union,
  layer,
  diffIds: union.layers.map(index => index?.facts.diffId ?? null),
})

async function differences(before: Layers, after: Layers, quiet: Partial<NoiseSwitches> = {}) {
  const [a, b] = [await unionOf(...before), await unionOf(...after)]
  return changesOf(compareTrees(sideOf(a), sideOf(b), {...ALL_TOLD, ...quiet}).union, 1)
}

const old = [['etc/', 'etc/conf = one', 'bin/', 'bin/sh = shell', 'bin/ash => bin/sh', 'data/a = x', 'data/b = y']]

describe('the difference of two trees', () => {
  it('is none between a tree and itself, however it was stacked', async () => {
    expect(await differences(old, old)).toEqual({})
    const stacked = [['etc/', 'etc/conf = zero', 'bin/', 'gone = x'], ['etc/conf = one', '.wh.gone'], ...old]
    expect(await differences(stacked, old)).toEqual({})
  })

  it('tells what was added, removed and changed, and why', async () => {
    const now = [
      [
        'etc/',
        {path: 'etc/conf', content: 'one', mode: 0o600},
        'bin/',
        'bin/sh = SHELL',
        'bin/ash => bin/sh',
        'data/a -> b',
      ],
      ['new/deep/file = n'],
    ]
    expect(await differences(old, now)).toEqual({
      'bin/ash': 'modified content',
      'bin/sh': 'modified content',
      'data/a': 'modified type',
      'data/b': 'removed',
      'etc/conf': 'metadata mode',
      new: 'added',
      'new/deep': 'added',
      'new/deep/file': 'added',
    })
  })

  it('is told between two states of one image', async () => {
    const union = await unionOf(['a = 1', 'b = 2'], ['a = one', '.wh.b'], ['c = 3'])
    const between = (from: number, to: number) =>
      changesOf(compareTrees(sideOf(union, from), sideOf(union, to), ALL_TOLD).union, 1)
    expect(between(0, 2)).toEqual({a: 'modified content', b: 'removed', c: 'added'})
    expect(between(2, 0)).toEqual({a: 'modified content', b: 'added', c: 'removed'})
    expect(between(1, 2)).toEqual({c: 'added'})
  })

  it('keeps the bytes of a hard link whose first name is gone', async () => {
    const before: Layers = [['first = content', 'second => first'], ['.wh.first']]
    const {union} = compareTrees(
      sideOf(await unionOf(...before)),
      sideOf(await unionOf(['second = content'])),
      ALL_TOLD,
    )
    expect(changesOf(union, 1)).toEqual({})
    expect(union.bytesBelow(0, 0)).toBe(7)
  })

  it('compares links by where they lead, devices by their numbers, attributes by what they say', async () => {
    const put = (device: number, xattr: string, link: string): Layers => [
      [
        {path: 'dev', type: 'char', device: [1, device]},
        {path: 'capable', xattrs: {'security.capability': xattr}},
        {path: 'link', type: 'symlink', link},
      ],
    ]
    expect(await differences(put(3, 'x', 'a'), put(3, 'x', 'a'))).toEqual({})
    expect(await differences(put(3, 'x', 'a'), put(5, 'y', 'b'))).toEqual({
      capable: 'metadata xattr',
      dev: 'modified device',
      link: 'modified linkTarget',
    })
  })

  it('sums what is below folders, for both sides', async () => {
    const [a, b] = [await unionOf(['d/x = 12345', 'd/y = 1']), await unionOf(['d/x = 123', 'd/z = 1234567'])]
    const {union} = compareTrees(sideOf(a), sideOf(b), ALL_TOLD)
    const node = union.find('d')
    expect([union.bytesBelow(node, 0), union.bytesBelow(node, 1), union.changesBelow(node, 1)]).toEqual([6, 10, 3])
    expect(treeOf(union)).toEqual(['d/', 'd/x', 'd/z'])
  })

  it('leaves out noise that nobody wants to hear', async () => {
    const at = (mtime: string, content: string): Layers => [
      [
        {path: 'file', content: 'same', mtime},
        {path: 'app/__pycache__/m.pyc', content},
        {path: 'root/.cache/pip/x', content},
        {path: 'var/cache/apt/y', content},
        {path: 'work/tmp/kept', content},
      ],
    ]
    const [before, after] = [at('100', 'old'), at('200', 'new!')]
    expect(Object.keys(await differences(before, after))).toHaveLength(5)
    expect(await differences(before, after, {times: true, caches: true, bytecode: true})).toEqual({
      'work/tmp/kept': 'modified content',
    })
  })

  it('leaves contents undecided where nothing tells them apart, but not those of a layer that both have', async () => {
    const layer = ['kept = 1234']
    const hop = async (...more: string[]) => (await built([layer, more], 'hop')).union
    const [a, b] = [await hop('x = abcd'), await hop('x = abXd')]
    const side = (union: Union): TreeSide => ({union, layer: 1, diffIds: ['shared', null]})
    const {union, undecided} = compareTrees(side(a), side(b), ALL_TOLD)
    const paths = [...undecided].map(version => union.path(union.columns.versionNode[version]!))
    expect(paths).toEqual(['x'])
  })
})

describe('a moved file', () => {
  const content = 'x'.repeat(100)
  const moves = async (before: Layers, after: Layers) => {
    const {union, moves} = compareTrees(sideOf(await unionOf(...before)), sideOf(await unionOf(...after)), ALL_TOLD)
    return Array.from(
      {length: moves.length / 2},
      (_, i) => `${union.path(moves[2 * i + 1]!)} → ${union.path(moves[2 * i]!)}`,
    )
  }

  it('has the same content at another path', async () => {
    expect(await moves([[`old/name = ${content}`]], [[`new/name = ${content}`]])).toEqual(['old/name → new/name'])
  })

  it('is the one of the same name, where several could be', async () => {
    const before: Layers = [[`a/one = ${content}`, `a/two = ${content}`]]
    expect((await moves(before, [[`b/two = ${content}`, `b/one = ${content}`]])).sort()).toEqual([
      'a/one → b/one',
      'a/two → b/two',
    ])
  })

  it('is none where the content is another, or where the old one is still there', async () => {
    expect(await moves([[`old = ${content}`]], [[`new = ${content.replace('x', 'y')}`]])).toEqual([])
    expect(await moves([[`old = ${content}`]], [[`old = ${content}`, `copy = ${content}`]])).toEqual([])
  })
})
