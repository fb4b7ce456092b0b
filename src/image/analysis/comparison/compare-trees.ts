import {buildUnion} from '../../filesystem/build-union.ts'
import {type FlatTree, flatTree} from '../../filesystem/flat-tree.ts'
import {settleContent} from '../../filesystem/settle.ts'
import type {Union} from '../../filesystem/union.ts'
import {withoutRewritten} from '../../filesystem/without-rewritten.ts'
import {figuresOf, type UnionFigures} from '../figures.ts'
import {movedFiles} from './moved-files.ts'
import {type NoiseSwitches, noiseTest} from './noise.ts'

/** One of the two trees. */
export interface TreeSide {
  readonly union: Union
  /** as of this layer */
  readonly layer: number
  /** by layer: its diffID as the image claims it; null where it isn't known */
  readonly diffIds: readonly (string | null)[]
}

/**
 * Two trees as one: a union of two layers, the one before and all of the one after, so that whatever can be asked of an image
 * can be asked of their difference: layer 1's changes are what differs.
 */
export interface TreeComparison {
  readonly union: Union
  readonly figures: UnionFigures
  /** by layer and entry: the version of that side's own union */
  readonly origins: readonly [before: Int32Array, after: Int32Array]
  /** versions of layer 1 with files of equal size whose contents nothing tells apart yet; until settled their times decide */
  readonly undecided: Int32Array
  /** pairs of nodes: what was added, and what was removed, with the same content */
  readonly moves: Int32Array
}

/** Compares two trees by what their indexes know. Linear in the paths of both. */
export function compareTrees(before: TreeSide, after: TreeSide, quiet: NoiseSwitches): TreeComparison {
  const flat = (side: TreeSide, opaque: boolean): FlatTree =>
    flatTree(side.union, side.layer, {
      opaque,
      timeless: quiet.times,
      leavesOut: noiseTest(side.union, quiet),
    })
  const trees = [flat(before, false), flat(after, true)] as const
  const {union, uncompared} = buildUnion(trees.map(({index}) => index))
  const origins = [trees[0].origins, trees[1].origins] as const
  const same = contentTold(before, after)
  const undecided = uncompared.filter(version => {
    const told = same(...contentsOf(union, origins, version))
    if (told !== null) settleContent(union, version, told)
    return told === null
  })
  withoutRewritten(union)
  const moves = movedFiles(union, (added, removed) =>
    same(originOf(union, origins, removed), originOf(union, origins, added)),
  )
  return {union, figures: differenceFigures(union), origins, undecided, moves}
}

/** Takes in what reading the contents told: by version whether they are the same. Gives the sums anew. */
export function settleTrees(union: Union, told: ReadonlyMap<number, boolean>): UnionFigures {
  for (const [version, same] of told) settleContent(union, version, same)
  withoutRewritten(union)
  return differenceFigures(union)
}

/** Sums of a difference: what one tree has and the other doesn't is no waste. */
function differenceFigures(union: Union): UnionFigures {
  const figures = figuresOf(union)
  const layers = figures.layers.map(layer => ({...layer, wastedSize: 0}))
  return {...figures, layers, wastedSize: 0, visibleSize: figures.size, efficiency: 1}
}

/** The versions, in their own unions, whose bytes a version and what it replaced stand for. */
export function contentsOf(
  union: Union,
  origins: TreeComparison['origins'],
  version: number,
): readonly [before: number, after: number] {
  const replaced = union.versionAt(union.columns.versionNode[version]!, 0)
  return [originOf(union, origins, replaced), originOf(union, origins, version)]
}

function originOf(union: Union, origins: TreeComparison['origins'], version: number): number {
  const {versionLayer, versionEntry} = union.columns
  const original = union.original(version)
  return origins[versionLayer[original]! as 0 | 1][versionEntry[original]!]!
}

/** Whether two files of equal size, by their versions, hold the same bytes; null where nothing tells. */
function contentTold(before: TreeSide, after: TreeSide): (before: number, after: number) => boolean | null {
  const twins = after.diffIds.map(diffId => (diffId === null ? -1 : before.diffIds.indexOf(diffId)))
  return (versionBefore, versionAfter) => {
    const [a, b] = [storedAt(before.union, versionBefore), storedAt(after.union, versionAfter)]
    // The same entry of the same layer.
    if (twins[b.layer] === a.layer && a.entry === b.entry) return true
    const [left, right] = [before.union.layers[a.layer]!, after.union.layers[b.layer]!]
    const [digestsA, digestsB] = [left.columns.contentDigests, right.columns.contentDigests]
    if (digestsA === null || digestsB === null || left.isSparse(a.entry) || right.isSparse(b.entry)) return null
    for (let k = 0; k < 16; k++) if (digestsA[a.entry * 16 + k] !== digestsB[b.entry * 16 + k]) return false
    return true
  }
}

/** Where a version's bytes are stored. */
export function storedAt(union: Union, version: number): {readonly layer: number; readonly entry: number} {
  const original = union.original(version)
  const {versionLayer, versionEntry} = union.columns
  return {layer: versionLayer[original]!, entry: versionEntry[original]!}
}
