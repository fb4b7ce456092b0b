import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {settleContent} from '../../../src/image/filesystem/settle.ts'
import {built, changesOf, type Layers, type Put, treeOf, unionOf} from './stack.ts'

type Case = readonly [name: string, layers: Layers, changes: Record<string, string>, tree?: readonly string[]]

const file = (path: string, more: Partial<Put> = {}): Put => ({path, content: 'text', ...more})
const both = (before: Put, after: Put): Layers => [[before], [after]]

/** Each case: what the last of the layers did, and the tree that is left. */
function check(cases: readonly Case[]): void {
  for (const [name, layers, changes, tree] of cases) {
    it(name, async () => {
      const union = await unionOf(...layers)
      expect(changesOf(union, layers.length - 1)).toEqual(changes)
      if (tree) expect(treeOf(union)).toEqual([...tree].sort())
    })
  }
}

describe('a path that is written again', () => {
  check([
    ['is rewritten where nothing differs', both(file('a'), file('a')), {a: 'rewritten'}],
    ['is modified by its content', both(file('a'), file('a', {content: 'TEXT'})), {a: 'modified content'}],
    ['is modified by its size', both(file('a'), file('a', {content: 'longer'})), {a: 'modified content'}],
    ['is metadata where only the mode differs', both(file('a'), file('a', {mode: 0o600})), {a: 'metadata mode'}],
    ['sees setuid as mode', both(file('a', {mode: 0o755}), file('a', {mode: 0o4755})), {a: 'metadata mode'}],
    ['sees the user', both(file('a'), file('a', {uid: 1})), {a: 'metadata owner'}],
    ['sees the group', both(file('a'), file('a', {gid: 1})), {a: 'metadata owner'}],
    ['sees the time', both(file('a'), file('a', {mtime: '1'})), {a: 'metadata mtime'}],
    ['sees attributes that come', both(file('a'), file('a', {xattrs: {'user.x': '1'}})), {a: 'metadata xattr'}],
    [
      'sees attributes that change',
      both(file('a', {xattrs: {'user.x': '1'}}), file('a', {xattrs: {'user.x': '2'}})),
      {a: 'metadata xattr'},
    ],
    [
      'does not mind the order of attributes',
      both(file('a', {xattrs: {'user.x': '1', 'user.y': '2'}}), file('a', {xattrs: {'user.y': '2', 'user.x': '1'}})),
      {a: 'rewritten'},
    ],
    [
      'tells all reasons at once',
      both(file('a'), file('a', {content: 'other', mode: 0o600, uid: 1, mtime: '1', xattrs: {'user.x': '1'}})),
      {a: 'modified content,mode,owner,mtime,xattr'},
    ],
    [
      'compares times at the coarser of both precisions',
      both(file('a', {mtime: '5.123456789'}), file('a', {mtime: '5'})),
      {a: 'rewritten'},
    ],
    [
      'compares fractions where both have them',
      both(file('a', {mtime: '5.123'}), file('a', {mtime: '5.124999'})),
      {a: 'metadata mtime'},
    ],
    [
      'cuts the finer fraction and does not round it',
      both(file('a', {mtime: '5.123'}), file('a', {mtime: '5.123999'})),
      {a: 'rewritten'},
    ],
    ['sees another link target', [['a -> x'], ['a -> y']], {a: 'modified linkTarget'}],
    [
      'has no mode as a symlink',
      both({path: 'a', type: 'symlink', link: 'x', mode: 0o777}, {path: 'a', type: 'symlink', link: 'x', mode: 0o755}),
      {a: 'rewritten'},
    ],
    [
      'sees another device',
      both({path: 'a', type: 'char', device: [1, 3]}, {path: 'a', type: 'char', device: [1, 5]}),
      {a: 'modified device'},
    ],
    ['tells of another type only that', both(file('a'), {path: 'a', type: 'fifo', mode: 0o600}), {a: 'modified type'}],
    [
      'is metadata as a directory',
      [[{path: 'd/', type: 'directory'}], [{path: 'd/', type: 'directory', mode: 0o700}]],
      {d: 'metadata mode'},
    ],
  ])
})

describe('types that change', () => {
  check([
    [
      'a directory becomes a file: what was below is removed',
      [['d/', 'd/x', 'd/e/y'], ['d = now a file']],
      {d: 'modified type', 'd/x': 'removed', 'd/e': 'removed', 'd/e/y': 'removed'},
      ['d'],
    ],
    [
      'and back: what had been below does not come back',
      [['d/', 'd/x'], ['d = file'], ['d/', 'd/z']],
      {d: 'modified type', 'd/z': 'added'},
      ['d/', 'd/z'],
    ],
    ['a file becomes a symlink', [['a'], ['a -> b']], {a: 'modified type'}, ['a']],
    [
      'a symlink becomes a directory',
      [
        ['a -> b', 'b/'],
        ['a/', 'a/x'],
      ],
      {a: 'modified type', 'a/x': 'added'},
      ['a/', 'a/x', 'b/'],
    ],
    [
      'a file becomes a directory that no entry names',
      [['a'], ['a/x']],
      {a: 'modified type', 'a/x': 'added'},
      ['a/', 'a/x'],
    ],
  ])
})

describe('whiteouts', () => {
  check([
    ['remove a file', [['a', 'b'], ['.wh.a']], {a: 'removed'}, ['b']],
    [
      'remove a folder and all below',
      [['d/e/x', 'd/y'], ['.wh.d']],
      {d: 'removed', 'd/e': 'removed', 'd/e/x': 'removed', 'd/y': 'removed'},
      [],
    ],
    ['of what is not there do nothing', [['a'], ['.wh.b']], {}, ['a']],
    [
      'in the lowest layer do nothing',
      [['a', '.wh.a', 'd/x', 'd/.wh..wh..opq']],
      {a: 'added', d: 'added', 'd/x': 'added'},
      ['a', 'd/', 'd/x'],
    ],
    ['before the same path: it is compared', [['a = 1'], ['.wh.a', 'a = 2']], {a: 'modified content'}, ['a']],
    [
      'after the same path: it is compared all the same',
      [['a = 1'], ['a = 2', '.wh.a']],
      {a: 'modified content'},
      ['a'],
    ],
    [
      'of a folder that is made again: the rest is removed, the same is rewritten',
      [
        ['d/', 'd/x = 1', 'd/y', 'd/same'],
        ['.wh.d', 'd/', 'd/x = 2', 'd/same'],
      ],
      {d: 'rewritten', 'd/x': 'modified content', 'd/y': 'removed', 'd/same': 'rewritten'},
      ['d/', 'd/same', 'd/x'],
    ],
    [
      'of a folder that no entry names again change it by nothing',
      [
        ['d/', 'd/x', 'd/y'],
        ['.wh.d', 'd/y'],
      ],
      {'d/x': 'removed', 'd/y': 'rewritten'},
      ['d/', 'd/y'],
    ],
    [
      'name the byte after them, dots and all',
      [
        ['.opq', '..x'],
        ['.wh..opq', '.wh...x'],
      ],
      {'.opq': 'removed', '..x': 'removed'},
      [],
    ],
    [
      'without a name, or of a folder’s own dots, hide nothing',
      [['a/b'], ['a/.wh.', 'a/.wh..', 'a/.wh...']],
      {},
      ['a/', 'a/b'],
    ],
    ['are no files themselves, and nothing below one is', [['a'], ['.wh.b', '.wh.c/x']], {}, ['a']],
    [
      'of a path below a file that they replace are harmless',
      [['a = file'], ['a/.wh.x', 'a/y']],
      {a: 'modified type', 'a/y': 'added'},
    ],
  ])
})

describe('opaque directories', () => {
  const below: readonly string[] = ['d/', 'd/x = 1', 'd/y', 'd/e/z']
  const expected = {'d/x': 'modified content', 'd/y': 'removed', 'd/e': 'removed', 'd/e/z': 'removed', 'd/new': 'added'}
  check([
    [
      'hide what is below, mark first',
      [below, ['d/.wh..wh..opq', 'd/x = 2', 'd/new']],
      expected,
      ['d/', 'd/new', 'd/x'],
    ],
    [
      'hide what is below, mark last',
      [below, ['d/x = 2', 'd/new', 'd/.wh..wh..opq']],
      expected,
      ['d/', 'd/new', 'd/x'],
    ],
    [
      'at the root hide everything',
      [below, ['.wh..wh..opq', 'n']],
      {d: 'removed', 'd/x': 'removed', 'd/y': 'removed', 'd/e': 'removed', 'd/e/z': 'removed', n: 'added'},
      ['n'],
    ],
    [
      'keep the folder itself',
      [below, ['d/.wh..wh..opq']],
      {'d/x': 'removed', 'd/y': 'removed', 'd/e': 'removed', 'd/e/z': 'removed'},
      ['d/'],
    ],
    ['leave what lies beside', [['d/x', 'dd/x'], ['d/.wh..wh..opq']], {'d/x': 'removed'}, ['d/', 'dd/', 'dd/x']],
  ])
})

describe('leftovers of aufs', () => {
  it('are entries, but neither files nor deletions, nor is what lies below', async () => {
    const union = await unionOf(
      ['a'],
      ['.wh..wh.aufs', '.wh..wh.plnk/', '.wh..wh.plnk/5.6 = bytes', '.wh..wh.orph/x/y = z'],
    )
    expect(changesOf(union, 1)).toEqual({})
    expect(treeOf(union)).toEqual(['a'])
    expect(figuresOf(union)).toMatchObject({size: 6, visibleSize: 0, wastedSize: 6, entries: 5, paths: 1})
  })
})

describe('hard links', () => {
  check([
    [
      'to the same file that was there by itself are no change of type',
      [
        ['a = text', 'b = text'],
        ['a = text', 'b => a'],
      ],
      {a: 'rewritten', b: 'rewritten'},
    ],
    ['to another content are', [['a = text', 'b = old!'], ['b => a']], {b: 'modified content'}],
    ['by two names of one file stay what they are', [['a = text', 'b => a'], ['b => a']], {b: 'rewritten'}],
    ['become files of their own without a change of type', [['a = text', 'b => a'], ['b = text']], {b: 'rewritten'}],
    [
      'may lead to a link, through a folder’s symlink, with a slash in front',
      [
        ['usr/lib/a = text', 'lib -> usr/lib', 'b = text'],
        ['c => /lib/a', 'b => c'],
      ],
      {c: 'added', b: 'rewritten'},
    ],
    [
      'mean what the name meant when they were made',
      [
        ['x = 22', 'b = 1'],
        ['x = 1', 'b => x', 'x = 22'],
      ],
      {x: 'rewritten', b: 'rewritten'},
    ],
    [
      'to a symlink are that symlink',
      [
        ['s -> x', 'b -> x', 'c -> y'],
        ['b => s', 'c => s', 'd => s'],
      ],
      {b: 'rewritten', c: 'modified linkTarget', d: 'added'},
    ],
    [
      'to a device are that device',
      [
        [
          {path: 'n', type: 'char', device: [1, 3]},
          {path: 'b', type: 'char', device: [1, 3]},
          {path: 'c', type: 'char', device: [1, 5]},
        ],
        ['b => n', 'c => n'],
      ],
      {b: 'rewritten', c: 'modified device'},
    ],
    [
      'to a folder’s symlink lead where that leads',
      [['usr/lib/a = text', 'lib -> usr/lib', 'other => lib', 'b = text'], ['b => other/a']],
      {b: 'rewritten'},
    ],
    [
      'forward, from link to link, have the bytes at their end',
      [
        ['b = text', 'c = text'],
        ['c => b', 'b => a', 'a = text'],
      ],
      {a: 'added', b: 'rewritten', c: 'rewritten'},
    ],
    ['to another nothing are another link', [['b => nowhere'], ['b => nobody']], {b: 'modified linkTarget'}],
    ['to nothing are shown, and change only once', [['b => nowhere'], ['b => nowhere']], {b: 'rewritten'}],
  ])

  it('in the order of the tar lead to links that a first name came before', async () => {
    const union = await unionOf(['b = old', 'c = text', 'a => c', 'b => a'])
    const bytesOf = (path: string) => union.columns.versionOrigin[union.versionAt(union.find(path), 0)]!
    expect(bytesOf('b')).toBe(bytesOf('c'))
  })

  it('keep bytes reachable after the first name is gone, and make them waste where the last one goes', async () => {
    const union = await unionOf(['a = 12345', 'd/b => a'], ['.wh.a'], ['x'], ['d/.wh.b'])
    expect([0, 1, 2, 3].map(layer => union.bytesBelow(0, layer))).toEqual([5, 5, 5, 0])
    expect([0, 1, 2, 3].map(layer => union.bytesBelow(union.find('d'), layer))).toEqual([0, 5, 5, 0])
    const {layers, wastedSize} = figuresOf(union)
    expect(wastedSize).toBe(5)
    expect(layers.map(layer => layer.changes.removed)).toEqual([
      {files: 0, bytes: 0},
      {files: 1, bytes: 0},
      {files: 0, bytes: 0},
      {files: 0, bytes: 5},
    ])
  })

  it('made by a layer above keep the bytes of a lower file that it deletes', async () => {
    const union = await unionOf(['a = 12345'], ['b => a', '.wh.a'])
    expect(treeOf(union)).toEqual(['b'])
    expect(figuresOf(union)).toMatchObject({size: 5, visibleSize: 5, wastedSize: 0, files: 1})
  })
})

describe('folders that are symlinks below', () => {
  // As overlay drivers show it: tried with Docker's overlay2.
  const merged: readonly string[] = ['usr/', 'usr/lib/', 'usr/lib/old', 'lib -> usr/lib']
  const after = ['lib/', 'lib/x', 'usr/', 'usr/lib/', 'usr/lib/old']
  check([
    [
      'become folders where a layer writes below them',
      [merged, ['lib/x']],
      {lib: 'modified type', 'lib/x': 'added'},
      after,
    ],
    ['become folders that have an entry', [merged, ['lib/', 'lib/x']], {lib: 'modified type', 'lib/x': 'added'}, after],
    [
      'become empty folders where a layer deletes below them',
      [merged, ['lib/.wh.old']],
      {lib: 'modified type'},
      ['lib/', 'usr/', 'usr/lib/', 'usr/lib/old'],
    ],
    [
      'become folders where the layer deletes them',
      [merged, ['.wh.lib', 'lib/x']],
      {lib: 'modified type', 'lib/x': 'added'},
      after,
    ],
    [
      'that lead in a circle are replaced',
      [['a -> b', 'b -> a'], ['a/x']],
      {a: 'modified type', 'a/x': 'added'},
      ['a/', 'a/x', 'b'],
    ],
  ])
})

describe('what is odd in one tar', () => {
  check([
    ['stored twice, the last counts', [['a = 1'], ['a = other', 'a = 1']], {a: 'rewritten'}],
    ['stored three times as ever another type', [['a'], ['a -> x', 'a/', 'a -> y']], {a: 'modified type'}, ['a']],
    [
      'below something that is no folder nothing is there',
      [['a/x'], ['a = file', 'a/x', 'a/b/c']],
      {a: 'modified type', 'a/x': 'removed'},
      ['a'],
    ],
    [
      'below a symlink that the same tar wrote before, all is where the link leads',
      [['d/', 'l -> d', 'l/z', 'l/new/q', 'a -> /d', 'm -> a', 'm/y', 'u -> ../../d', 'u/x']],
      Object.fromEntries(
        ['d', 'l', 'a', 'm', 'u', 'd/z', 'd/new', 'd/new/q', 'd/y', 'd/x'].map(path => [path, 'added']),
      ),
      ['a', 'd/', 'd/new/', 'd/new/q', 'd/x', 'd/y', 'd/z', 'l', 'm', 'u'],
    ],
    [
      'below a symlink that the same tar wrote later, it goes with the folder',
      [['d/', 'l/z', 'l -> d']],
      {d: 'added', l: 'added'},
      ['d/', 'l'],
    ],
    [
      'of two names of one path, one through a symlink, the later one counts',
      [
        ['d/z = 1', 'l -> d', 'l/z = 22'],
        ['l -> d', 'd/', 'l/z = 22', 'd/z = 22'],
      ],
      {d: 'metadata', 'd/z': 'rewritten', l: 'rewritten'},
      ['d/', 'd/z', 'l'],
    ],
    [
      'below a symlink that leads to another layer, to nothing or in a circle nothing is there: a layer is unpacked apart',
      [['e/'], ['l -> e', 'l/z', 'n -> none', 'n/z', 'c -> c', 'c/z', 'o -> later', 'o/z', 'later/']],
      Object.fromEntries(['l', 'n', 'c', 'o', 'later'].map(path => [path, 'added'])),
      ['c', 'e/', 'l', 'later/', 'n', 'o'],
    ],
    ['a folder named later is no other folder', [['d/x', 'd/']], {d: 'added', 'd/x': 'added'}, ['d/', 'd/x']],
    [
      'folders that no entry names are there, and a later entry for one is metadata at most',
      [['d/x'], [{path: 'd/', type: 'directory', mode: 0o700}]],
      {d: 'metadata'},
      ['d/', 'd/x'],
    ],
    [
      'a name like a whiteout’s beginning is a name',
      [['.w/x', '.wh/.x/y']],
      {'.wh': 'added', '.w': 'added', '.w/x': 'added', '.wh/.x': 'added', '.wh/.x/y': 'added'},
    ],
    [
      'the root itself is no path',
      [
        ['./', 'a'],
        ['./', '/', '.', 'b'],
      ],
      {b: 'added'},
      ['a', 'b'],
    ],
  ])

  it('takes room for each copy that is stored', async () => {
    const figures = figuresOf(await unionOf(['a = 1', 'a = 22', 'a = 333']))
    expect(figures).toMatchObject({size: 6, visibleSize: 3, wastedSize: 3, entries: 3, paths: 1, files: 1})
  })
})

describe('a layer that could not be read', () => {
  it('changes nothing, and those above are compared with what is below it', async () => {
    const union = await unionOf(['a = 1', 'b'], null, ['a = 2', '.wh.b'])
    expect(changesOf(union, 1)).toEqual({})
    expect(changesOf(union, 2)).toEqual({a: 'modified content', b: 'removed'})
    expect(treeOf(union, 1)).toEqual(['a', 'b'])
    expect(figuresOf(union).layers).toHaveLength(3)
  })

  it('may be the lowest, or all of them', async () => {
    expect(changesOf(await unionOf(null, ['.wh.a', 'b']), 1)).toEqual({b: 'added'})
    expect(figuresOf(await unionOf(null, null))).toMatchObject({size: 0, efficiency: 1, paths: 0})
    expect(figuresOf(await unionOf())).toMatchObject({size: 0, efficiency: 1, paths: 0, layers: []})
  })
})

describe('contents that were hopped over', () => {
  it('count as changed where the time differs, until they are compared', async () => {
    const layers: Layers = [
      [file('a'), file('b'), file('c')],
      [file('a', {mtime: '9'}), file('b'), file('c', {content: 'longer'})],
    ]
    const {union, uncompared} = await built(layers, 'hop')
    expect(changesOf(union, 1)).toEqual({a: 'modified content,mtime', b: 'rewritten', c: 'modified content'})
    expect([...uncompared].map(version => union.path(union.columns.versionNode[version]!)).sort()).toEqual(['a', 'b'])
    for (const version of uncompared) settleContent(union, version, true)
    expect(changesOf(union, 1)).toEqual({a: 'metadata mtime', b: 'rewritten', c: 'modified content'})
    for (const version of uncompared) settleContent(union, version, false)
    expect(changesOf(union, 1)).toEqual({a: 'modified content,mtime', b: 'modified content', c: 'modified content'})
  })
})

describe('figures', () => {
  it('count files and bytes by change, and what a squashed layer would save', async () => {
    const union = await unionOf(
      ['keep = 1234567890', 'mod = 12345', 'meta = 1234', 'same = 123', 'gone = 12', 'd/deep = 1'],
      [
        file('mod', {content: 'abcdefg'}),
        file('meta', {content: '1234', mode: 0o600}),
        file('same', {content: '123'}),
        '.wh.gone',
        '.wh.d',
        'new = 1',
        'link => new',
      ],
    )
    const {layers, ...totals} = figuresOf(union)
    expect(layers[1]!.changes).toEqual({
      added: {files: 1, bytes: 1},
      modified: {files: 1, bytes: 7},
      metadata: {files: 1, bytes: 4},
      rewritten: {files: 1, bytes: 3},
      removed: {files: 2, bytes: 3},
    })
    expect(layers[1]!.paths).toEqual({added: 2, modified: 1, metadata: 1, rewritten: 1, removed: 3})
    expect(layers.map(layer => layer.wastedSize)).toEqual([15, 0])
    expect(totals).toEqual({
      size: 25 + 15,
      visibleSize: 25,
      wastedSize: 15,
      efficiency: 25 / 40,
      entries: 6 + 7,
      paths: 6,
      files: 6,
    })
  })
})
