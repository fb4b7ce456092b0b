import {describe, expect, it} from 'vitest'
import {figuresOf} from '../../../src/image/analysis/figures.ts'
import {foldWaste} from '../../../src/image/analysis/waste/folded-waste.ts'
import {
  WASTE_CAUSES,
  type WastedFiles,
  wastedFiles,
  wastedPath,
} from '../../../src/image/analysis/waste/wasted-files.ts'
import {reasonBit} from '../../../src/image/filesystem/compare-entries.ts'
import type {Union} from '../../../src/image/filesystem/union.ts'
import {randomOf} from '../../chance.ts'
import {type Applied, firstName, type Inode, type State} from '../filesystem/naive-image.ts'
import {randomStack, settle} from '../filesystem/random-stack.ts'
import {built, type Layers, unionOf} from '../filesystem/stack.ts'

/** Each wasted file as `layer→hider cause bytes path`. */
function told(union: Union, files: WastedFiles): string[] {
  return Array.from({length: files.count}, (_, row) => {
    const [layer, hider, cause] = [files.layer[row], files.hider[row], WASTE_CAUSES[files.cause[row]!]]
    return `${layer}→${hider} ${cause} ${files.bytes[row]} ${wastedPath(union, files, row)}`
  })
}

async function wasteOf(...layers: Layers): Promise<string[]> {
  const union = await unionOf(...layers)
  return told(union, wastedFiles(union))
}

/** The same, folded: `cause path bytes files`, with a slash behind what went as a whole folder. */
async function folded(...layers: Layers): Promise<string[]> {
  const union = await unionOf(...layers)
  return foldWaste(union, wastedFiles(union)).map(
    row =>
      `${row.layer}→${row.hider} ${row.cause} /${row.path} ${row.bytes} in ${row.files}${row.whole ? ', whole' : ''}`,
  )
}

describe('wasted files', () => {
  const copied = (uid: number) => [
    {path: 'app/a', content: '12', uid},
    {path: 'app/b', content: '345', uid},
  ]

  it.each<[string, Layers, string[]]>([
    ['content that was replaced', [['a = 123'], ['a = 4567']], ['0→1 content 3 a']],
    ['a copy with another owner', [copied(0), copied(7)], ['0→1 metadata 2 app/a', '0→1 metadata 3 app/b']],
    ['a copy that differs in nothing', [['a = 123'], ['a = 123']], ['0→1 rewritten 3 a']],
    ['deleted later', [['d/a = 123', 'd/b = 1'], ['.wh.d']], ['0→1 deleted 3 d/a', '0→1 deleted 1 d/b']],
    ['behind an opaque folder', [['d/a = 123'], ['d/', 'd/.wh..wh..opq', 'd/b = 1']], ['0→1 opaque 3 d/a']],
    ['hidden and written again', [['d/a = 123'], ['d/', 'd/.wh..wh..opq', 'd/a = 1234']], ['0→1 content 3 d/a']],
    ['replaced by a link', [['a = 123'], ['a -> b']], ['0→1 type 3 a']],
    ['below what became a file', [['d/a = 123'], ['d = 1']], ['0→1 type 3 d/a']],
    ['stored twice in a tar', [['a = 123', 'a = 45']], ['0→0 storedTwice 3 a']],
    ['below a file of the same tar', [['d = 1', 'd/a = 123']], ['0→0 type 3 d/a']],
    ['a whiteout with a size', [['.wh.a = 1234', 'b = 1']], ['0→0 neverVisible 4 .wh.a']],
    ["aufs' own files", [['.wh..wh.plnk/1.2 = 12345']], ['0→0 neverVisible 5 .wh..wh.plnk/1.2']],
    ['a file in the place of the root', [['. = 1234', 'a = 1']], ['0→0 neverVisible 4 ']],
    ['the last of two names', [['a = 123', 'b => a'], ['.wh.a'], ['.wh.b']], ['0→2 deleted 3 b']],
    ['a name that stays', [['a = 123', 'b => a'], ['.wh.a']], []],
    ['a layer that was not read', [['a = 123'], null, ['a = 4']], ['0→2 content 3 a']],
    ['files of no bytes', [['a'], ['.wh.a']], []],
    ['no layers', [], []],
  ])('tells of %s', async (_, layers, expected) => {
    expect(await wasteOf(...layers)).toEqual(expected)
  })
})

describe('folded waste', () => {
  it('names the highest folder that went as a whole, and no higher', async () => {
    const files = Array.from({length: 30}, (_, i) => `usr/lib/python/m${i}/x = ${'p'.repeat(100)}`)
    expect(await folded([...files, 'usr/bin/sh = 123'], ['usr/lib/.wh.python'])).toEqual([
      '0→1 deleted /usr/lib/python 3000 in 30, whole',
    ])
  })

  it('never folds to the root, and keeps apart what lies far apart', async () => {
    expect(await folded(['a/1 = 1234', 'b/2 = 123'], ['.wh.a', '.wh.b'])).toEqual([
      '0→1 deleted /a/1 4 in 1, whole',
      '0→1 deleted /b/2 3 in 1, whole',
    ])
  })

  it('tells scattered small files as one line', async () => {
    const files = Array.from({length: 50}, (_, i) => `etc/d${i}/x = ${'p'.repeat(10)}`)
    const more = Array.from({length: 50}, (_, i) => `etc/d${i}/y = ${'p'.repeat(100)}`)
    const gone = Array.from({length: 50}, (_, i) => `etc/d${i}/.wh.x`)
    expect(await folded([...files, ...more], gone)).toEqual(['0→1 deleted /etc 500 in 50'])
  })

  it('keeps layers and causes apart', async () => {
    expect(await folded(['d/a = 12', 'd/b = 123'], ['d/c = 1', 'd/b = 124'], ['.wh.d'])).toEqual([
      '1→2 deleted /d 4 in 2, whole',
      '0→1 content /d/b 3 in 1, whole',
      '0→2 deleted /d/a 2 in 1, whole',
    ])
  })
})

const isBelow = (a: string, b: string) => b === '' || a === b || a.startsWith(`${b}/`)

describe('random stacks of layers', () => {
  const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000_000)

  it(`waste what the naive image wastes, to the byte (LAYERLENS_TEST_SEED=${seed})`, async () => {
    for (let i = 0; i < 300; i++) {
      const {stack, applied} = randomStack(randomOf(seed + i))
      const {union, uncompared} = await built(stack, i % 2 === 0 ? 'stream' : 'hop')
      settle(union, uncompared, stack)
      const files = wastedFiles(union)
      const note = `LAYERLENS_TEST_SEED=${seed + i}`
      expect(lost(union, files), note).toEqual(lostByModel(applied))
      const figures = figuresOf(union)
      const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, bytes) => total + bytes, 0)
      expect(sum(files.bytes.subarray(0, files.count)), note).toBe(figures.wastedSize)
      expect(figures.size - sum(files.bytes.subarray(0, files.count)), note).toBe(figures.visibleSize)
      const rows = foldWaste(union, files)
      expect(sum(rows.map(row => row.bytes)), note).toBe(figures.wastedSize)
      expect(sum(rows.map(row => row.files)), note).toBe(files.count)
      for (let row = 0; row < files.count; row++) {
        const path = wastedPath(union, files, row)
        const holder = rows.some(
          folded =>
            folded.layer === files.layer[row] &&
            folded.hider === files.hider[row] &&
            (folded.node < 0 || isBelow(path, folded.path)),
        )
        expect(holder, `${note}: ${path}`).toBe(true)
      }
    }
  })
})

const TYPE = reasonBit('type')

/** What is lost, as sorted `layer→hider change bytes`; what a tar stores twice or beside the tree is lost at once. */
function lost(union: Union, files: WastedFiles): string[] {
  const changes: Record<string, string> = {
    content: 'modified',
    metadata: 'metadata',
    rewritten: 'rewritten',
    deleted: 'removed',
    opaque: 'removed',
  }
  return Array.from({length: files.count}, (_, row) => {
    const [layer, hider] = [files.layer[row]!, files.hider[row]!]
    // What lay below is gone; a path that is something else now is still there.
    const type = (files.reasons[row]! & TYPE) !== 0 ? 'type' : 'removed'
    // A link may have come to stand where the file itself stood before.
    if (layer !== hider && untilOf(union, layer, files.entry[row]!) !== hider)
      return `${layer}→${hider} by a link ${files.bytes[row]}`
    const change = layer === hider ? 'at once' : (changes[WASTE_CAUSES[files.cause[row]!]!] ?? type)
    return `${layer}→${hider} ${change} ${files.bytes[row]}`
  }).sort()
}

/** The layer that hid what an entry stored under its own name. */
function untilOf({columns}: Union, layer: number, entry: number): number | undefined {
  const {layerVersions, versionEntry, versionUntil} = columns
  for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++)
    if (versionEntry[v] === entry) return versionUntil[v]
  return undefined
}

function lostByModel(applied: readonly (Applied | null)[]): string[] {
  const states: State[] = []
  for (const next of applied) states.push(next?.state ?? states.at(-1) ?? new Map())
  return applied
    .flatMap((next, layer) => {
      const odd = (next?.size ?? 0) - (next?.inodes ?? []).reduce((sum, inode) => sum + inode.content.length, 0)
      const marks = Array.from({length: odd / 3}, () => `${layer}→${layer} at once 3`)
      return [...marks, ...(next?.inodes ?? []).flatMap(inode => fateOf(inode, layer, states))]
    })
    .sort()
}

function fateOf(inode: Inode, layer: number, states: readonly State[]): string[] {
  if (inode.content.length === 0 || firstName(states.at(-1)!, inode) !== null) return []
  let hider = layer
  for (let l = layer; l < states.length; l++) if (firstName(states[l]!, inode) !== null) hider = l + 1
  if (hider === layer) return [`${layer}→${layer} at once ${inode.content.length}`]
  const before = states[hider - 1]!
  const own = inode.names.find(({node}) => (node.put.type ?? 'file') === 'file')
  if (own === undefined || before.get(own.path) !== own.node)
    return [`${layer}→${hider} by a link ${inode.content.length}`]
  const {path} = own
  const now = states[hider]!.get(path)
  const change = now?.reasons.includes('type') ? 'type' : now?.layer === hider ? now.change : 'removed'
  return [`${layer}→${hider} ${change} ${inode.content.length}`]
}
