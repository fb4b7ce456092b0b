import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {type Layers, unionOf} from '../filesystem/stack.ts'

/** What is told of the last layer's hard links. */
async function toldOf(...layers: Layers): Promise<readonly string[]> {
  return figuresOf(await unionOf(...layers)).layers.at(-1)!.oddLinks.told
}

describe('hard links that do not lead to what came before them are told', () => {
  it.each<[string, Layers, readonly string[]]>([
    ['to nothing', [['a => no/such']], ['/a is a hard link to /no/such, which is not there: it has no content']],
    [
      'out of the root',
      [['a => ../../etc/x']],
      ['/a is a hard link to /../../etc/x, which is not there: it has no content'],
    ],
    [
      'to themselves',
      [['a => a', 'b => ./b']],
      ['/a is a hard link to itself: it has no content', '/b is a hard link to itself: it has no content'],
    ],
    [
      'to a folder',
      [['d/', 'a => d', 'b => /']],
      [
        '/a is a hard link to the folder /d, which no file system makes',
        '/b is a hard link to the folder /, which no file system makes',
      ],
    ],
    [
      'to a folder of a lower layer',
      [['d/x'], ['a => d']],
      ['/a is a hard link to the folder /d, which no file system makes'],
    ],
    [
      'forward',
      [['a => b', 'b = text']],
      ['/a is a hard link to /b, which comes after it: unpacked in order it leads nowhere'],
    ],
    [
      'in a circle',
      [['a => b', 'b => a']],
      [
        '/a is a hard link to /b, which comes after it: unpacked in order it leads nowhere',
        '/b is a hard link to /a, a hard link that leads nowhere itself',
      ],
    ],
    [
      'to what a layer below deleted',
      [['b'], ['.wh.b'], ['a => b']],
      ['/a is a hard link to /b, which is not there: it has no content'],
    ],
  ])('%s', async (_, layers, told) => {
    expect(await toldOf(...layers)).toEqual(told)
  })

  it.each<[string, Layers]>([
    ['to a file before it', [['b = 1', 'a => b']]],
    ['to a file of a lower layer', [['b = 1'], ['a => b']]],
    ['to a file of a lower layer that this one deletes', [['b = 1'], ['.wh.b', 'a => b']]],
    ['to a file of its own name below', [['a = 1'], ['a => a']]],
    ['to a symlink and a device', [[{path: 'd', type: 'char', device: [1, 3]}, 's -> x', 'a => s', 'b => d']]],
    ['to what may be in a layer that could not be read', [null, ['a => b']]],
  ])('but not those %s', async (_, layers) => {
    expect(await toldOf(...layers)).toEqual([])
  })

  it('as twenty of them, and how many more there are', async () => {
    const union = await unionOf(Array.from({length: 50}, (_, i) => `l${i} => no/such`))
    const {count, told} = figuresOf(union).layers[0]!.oddLinks
    expect([count, told.length, told.at(-1)]).toEqual([50, 21, 'and 30 more hard links like these'])
  })

  it('in short sentences, however long the names are', async () => {
    const [sentence] = await toldOf([`${'n'.repeat(30_000)} => ${'m/'.repeat(100_000)}`])
    expect(sentence!.length).toBeLessThan(600)
  })
})
