import {type NamedOpportunity, opportunities} from '../../image/analysis/sharing/opportunities.ts'
import type {Context, Region} from '../../image/oci/image.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {plainRegion} from '../plain-region.ts'
import type {LayerData} from '../worker/layer-data.ts'
import type {WorkerPool} from '../worker/pool.ts'

/**
 * What images store more than once: the same bytes in several layers, each distinct layer looked at once. Sizes are compared
 * first, and only what they leave is read or looked up by its digest. Rejects with `cancelled`.
 */
export async function findOpportunities(
  loaded: readonly ImageFiles[],
  {pool, context}: {readonly pool: WorkerPool; readonly context: Context},
): Promise<readonly NamedOpportunity[]> {
  const layers: LayerData[] = []
  const regions: (Region | null)[] = []
  const holders: Set<string>[] = []
  const known = new Map<string, number>()
  for (const {image, union} of loaded) {
    for (const [i, index] of union.layers.entries()) {
      if (index === null) continue
      const {diffId} = image.layers[i]!
      const at = diffId === null ? undefined : known.get(diffId)
      if (at !== undefined) {
        holders[at]!.add(image.reference)
        continue
      }
      if (diffId !== null) known.set(diffId, layers.length)
      const {columns, facts} = index
      layers.push({columns, facts})
      regions.push(plainRegion(image.layers[i]!, index))
      holders.push(new Set([image.reference]))
    }
  }
  const twins = await pool.run({type: 'twins', layers, regions}, context)
  return opportunities(twins).map(each => ({
    ...each,
    images: [...new Set(each.layers.flatMap(layer => [...holders[layer]!]))],
  }))
}
