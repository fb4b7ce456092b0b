import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {type Layers, unionOf} from '../filesystem/stack.ts'

/** What is told of the last layer's paths. */
async function toldOf(...layers: Layers): Promise<readonly string[]> {
  return figuresOf(await unionOf(...layers)).layers.at(-1)!.oddPaths.told
}

describe('paths that one tar uses as two different things are told', () => {
  it.each<[string, Layers, readonly string[]]>([
    [
      'a file and a symlink',
      [['a = 1', 'a -> x']],
      ['/a is stored as a file and again as a symlink: the later one counts'],
    ],
    [
      'a folder, a file and a pipe',
      [['a/', 'a = 1', {path: 'a', type: 'fifo'}]],
      [
        '/a is stored as a folder and again as a pipe: the later one counts',
        '/a is stored as a file and again as a pipe: the later one counts',
      ],
    ],
    [
      'a file with something below it',
      [['f = 1', 'f/x = 2', 'f/y/z']],
      [
        '/f/x lies below /f, which this tar makes no folder: it is not there',
        '/f/y lies below /f, which this tar makes no folder: it is not there',
        '/f/y/z lies below /f, which this tar makes no folder: it is not there',
      ],
    ],
    [
      'a folder that becomes a symlink',
      [['d/', 'l/z', 'l -> d']],
      ['/l/z lies below /l, which this tar makes no folder: it is not there'],
    ],
    [
      'a symlink to nothing with something below it',
      [['l -> none', 'l/z']],
      ['/l/z lies below /l, which this tar makes no folder: it is not there'],
    ],
    [
      'a folder with something in it that begins anew',
      [['d/old'], ['d/', 'd/new = 2', 'd/more = 1', 'd/.wh..wh..opq', 'e/.wh..wh..opq', 'e/x']],
      ['/d is marked opaque after /d/new was put into it: the mark hides only what lower layers have there'],
    ],
    [
      'folders in folders that do',
      [['d/e/f/x = 1', 'd/e/.wh..wh..opq', 'd/.wh..wh..opq', '.wh..wh..opq']],
      ['/d/e', '/d', '/'].map(
        folder =>
          `${folder} is marked opaque after /d/e/f/x was put into it: the mark hides only what lower layers have there`,
      ),
    ],
  ])('as %s', async (_, layers, told) => {
    expect(await toldOf(...layers)).toEqual(told)
  })

  it.each<[string, Layers]>([
    ['twice as the same type', [['a = 1', 'd/', 'a = 2', 'd/']]],
    ['as a file and a hard link', [['b = 1', 'a = 1', 'a => b']]],
    [
      'as another type than a lower layer',
      [
        ['a = 1', 'd/x'],
        ['a -> b', 'd = 1'],
      ],
    ],
    ['below a symlink that leads to a folder', [['d/', 'l -> d', 'l/z']]],
    ['begun anew before there is anything in them', [['d/', 'd/.wh..wh..opq', 'd/x', 'd/e/.wh..wh..opq', 'd/e/x']]],
    ['begun anew beside whiteouts and own files of others', [['d/.wh.x', 'd/.wh..wh.plnk/1', 'd/.wh..wh..opq', 'f']]],
    ['in a layer that could not be read', [null]],
  ])('but not those %s', async (_, layers) => {
    expect(await toldOf(...layers)).toEqual([])
  })

  it('as twenty of them, in short sentences, and how many more there are', async () => {
    const puts = Array.from({length: 25}, (_, i) => [
      `${i}${'n'.repeat(400)} = 1`,
      `${i}${'n'.repeat(400)} -> x`,
    ]).flat()
    const {count, told} = figuresOf(await unionOf(puts)).layers[0]!.oddPaths
    expect([count, told.length, told.at(-1)]).toEqual([25, 21, 'and 5 more paths like these'])
    expect(told[0]!.length).toBeLessThan(400)
  })
})
