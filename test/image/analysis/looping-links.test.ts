import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {resolvePath} from '../../../src/image/filesystem/resolve-path.ts'
import {randomOf} from '../../chance.ts'
import {type Layers, unionOf} from '../filesystem/stack.ts'

/** What is told of the last layer's symlinks. */
async function toldOf(...layers: Layers): Promise<readonly string[]> {
  return figuresOf(await unionOf(...layers)).layers.at(-1)!.loopingLinks.told
}

describe('symlinks that lead in a circle are told', () => {
  it.each<[string, Layers, readonly string[]]>([
    ['to themselves', [['a -> a']], ['/a is a symlink to a, which leads in a circle']],
    [
      'to each other',
      [['x/a -> ../y/b', 'y/b -> /x/a']],
      ['/x/a is a symlink to ../y/b, which leads in a circle', '/y/b is a symlink to /x/a, which leads in a circle'],
    ],
    ['below themselves', [['a -> ./a/b/c']], ['/a is a symlink to ./a/b/c, which leads in a circle']],
    [
      'to such links, and by way of a folder that is one',
      [['a -> b', 'b -> a', 'to -> a', 'by -> b/x/y']],
      [
        '/a is a symlink to b, which leads in a circle',
        '/b is a symlink to a, which leads in a circle',
        '/to is a symlink to a, which leads in a circle',
        '/by is a symlink to b/x/y, which leads in a circle',
      ],
    ],
    [
      'by a link of a layer below',
      [['a -> b', 'b/', 'c -> a'], ['b -> a']],
      ['/b is a symlink to a, which leads in a circle'],
    ],
    [
      'by way of a hard link to a symlink',
      [['d/a -> ../b', 'b => d/a']],
      ['/d/a is a symlink to ../b, which leads in a circle', '/b is a symlink to ../b, which leads in a circle'],
    ],
  ])('%s', async (_, layers, told) => {
    expect(await toldOf(...layers)).toEqual(told)
  })

  it.each<[string, Layers]>([
    ['to nothing', [['a -> b', 'b -> c', 'c -> nowhere/at/all']]],
    ['through a folder and back', [['d/', 'a -> d/../d/../b', 'b = 1']]],
    ['to a folder above', [['d/up -> ..', 'd/root -> /', 'e -> d/up/d/up/d', 'usr/lib/', 'lib -> usr/lib']]],
    ['twice through the same link', [['d/', 'a -> d', 'b -> a/../a/../a']]],
    ['below a file', [['f = 1', 'a -> f/a']]],
    [
      'in a circle that a whiteout cut',
      [
        ['a -> b', 'b -> a'],
        ['.wh.b', 'c -> a'],
      ],
    ],
    ['in a circle that was replaced in the same tar', [['a -> b', 'b -> a', 'b = 1']]],
    ['to nothing written', [[{path: 'a', type: 'symlink', link: ''}, 'b -> a/b']]],
    ['to a neighbour of a layer that was not read', [null, ['a -> b']]],
  ])('but not those %s', async (_, layers) => {
    expect(await toldOf(...layers)).toEqual([])
  })

  it('as twenty of them, and how many more there are', async () => {
    const union = await unionOf(Array.from({length: 50}, (_, i) => `l${i} -> l${(i + 1) % 50}`))
    const {count, told} = figuresOf(union).layers[0]!.loopingLinks
    expect([count, told.length, told.at(-1)]).toEqual([50, 21, 'and 30 more symlinks like these'])
  })

  it('in time that grows with the links, not with how often they lead to each other', async () => {
    // Each leads twice to the next one: 2 ^ 200 ways. And a chain longer than anybody follows.
    const twice = Array.from({length: 200}, (_, i) => `t${i} -> t${i + 1}/../t${i + 1}`)
    const chain = Array.from({length: 5000}, (_, i) => `c${i} -> c${i + 1}`)
    expect(await toldOf([...twice, 't200/', ...chain, 'c5000 = 1'])).toEqual([])
    const circle = await unionOf([...chain, 'c5000 -> c0'])
    expect(figuresOf(circle).layers[0]!.loopingLinks.count).toBe(5001)
  })

  it('in short sentences, however long the names are', async () => {
    const [sentence] = await toldOf([`${'n'.repeat(30_000)} -> ${'./'.repeat(100_000)}${'n'.repeat(30_000)}`])
    expect(sentence!.length).toBeLessThan(600)
  })

  const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)

  it(`as a process that follows them finds out (LAYERLENS_TEST_SEED=${seed})`, async () => {
    const random = randomOf(seed)
    const pick = (from: readonly string[]) => from[random(from.length)]!
    const path = () => pick(['a', 'b', 'c', 'd/a', 'd/b'])
    let endless = 0
    for (let i = 0; i < 400; i++) {
      // So few that nobody has to follow forty.
      const layer = () => {
        const links = Array.from({length: 1 + random(3)}, () => {
          const target = Array.from({length: 1 + random(2)}, () => pick(['a', 'b', 'c', 'd', '..', '.'])).join('/')
          return `${path()} -> ${pick(['', '', '/'])}${target}`
        })
        return random(3) === 0 ? [...links, `${path()} = 1`] : links
      }
      const layers = [layer(), layer()]
      const union = await unionOf(...layers)
      figuresOf(union).layers.forEach(({loopingLinks}, at) => {
        const {layerVersions, versionNode, versionUntil} = union.columns
        let wanted = 0
        for (let v = layerVersions[at]!; v < layerVersions[at + 1]!; v++) {
          if (union.type(v) !== 'symlink' || versionUntil[v]! <= at) continue
          if (resolvePath(union, union.path(versionNode[v]!), at).kind === 'loop') wanted++
        }
        expect({layers, count: loopingLinks.count}).toEqual({layers, count: wanted})
        endless += wanted
      })
    }
    expect(endless).toBeGreaterThan(50)
  })
})
