import {
  compareTrees,
  contentsOf,
  settleTrees,
  storedAt,
  type TreeSide,
} from '../../image/analysis/comparison/compare-trees.ts'
import type {Union} from '../../image/filesystem/union.ts'
import {comparePairs} from './compare-task.ts'
import type {
  CompareTreesResult,
  CompareTreesTask,
  SettleTreesResult,
  SettleTreesTask,
  TreeData,
} from './comparison-protocol.ts'
import type {Content, ContentPair} from './content-pair.ts'
import type {LayerData} from './layer-data.ts'
import type {Report} from './scan-task.ts'
import {unionOf} from './union-of.ts'

/** Two trees as one, by what their indexes know. */
export function treesCompared({before, after, quiet}: CompareTreesTask): CompareTreesResult {
  const {union, ...rest} = compareTrees(sideOf(before), sideOf(after), quiet)
  const [first, second] = union.layers.map((layer): LayerData => ({columns: layer!.columns, facts: layer!.facts}))
  return {...rest, union: union.columns, layers: [first!, second!]}
}

/** Reads the contents that were left undecided, where they lie plain on this disk; or takes in what was read elsewhere. */
export async function treesSettled(
  {before, after, compared, told: known}: SettleTreesTask,
  report: Report,
): Promise<SettleTreesResult> {
  const union = unionOf({layers: compared.layers, union: compared.union})
  if (known !== undefined) return {figures: settleTrees(union, known), unread: new Int32Array(0)}
  const [a, b] = [unionOf(before), unionOf(after)]
  const pairs = [...compared.undecided].map((version): ContentPair => {
    const [left, right] = contentsOf(union, compared.origins, version)
    // The layers of both stand in one row: those of the second tree behind those of the first.
    return {version, before: contentAt(a, left, 0), after: contentAt(b, right, a.layerCount)}
  })
  const places = {layers: [...before.layers, ...after.layers], regions: [...before.regions, ...after.regions]}
  const told = new Map<number, boolean>()
  await comparePairs(pairs, places, report, (version, same) => {
    if (same !== null) told.set(version, same)
  })
  return {figures: settleTrees(union, told), unread: compared.undecided.filter(version => !told.has(version))}
}

function contentAt(union: Union, version: number, shift: number): Content {
  const {layer, entry} = storedAt(union, version)
  return {index: union.layers[layer]!, layer: layer + shift, entry}
}

function sideOf(data: TreeData): TreeSide {
  return {union: unionOf(data), layer: data.layer, diffIds: data.diffIds}
}
