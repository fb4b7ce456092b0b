import type {Holder} from '../../image/analysis/sharing/holder.ts'
import type {RemovalPlan} from '../../image/analysis/sharing/removal-plan.ts'
import type {Sharing} from '../../image/analysis/sharing/sharing.ts'

/** Layers × images for programs: images name their layers by place in `layers`. Bytes are those that `sharedBy` counts. */
export function sharingJson(sharing: Sharing, plan: RemovalPlan | null): unknown {
  const {holdings, table} = sharing
  return {
    schema: 1,
    sharedBy: holdings.sharedBy,
    totals: sharing.totals(),
    images: holdings.images.flatMap((image, i) => {
      if (!image.listed) return []
      const {bytes, shared, unique, isPartial} = sharing.share(i)
      const containers = sharing.containers(i).map(({id, name, running}) => ({id, name, running}))
      const layers = [...sharing.layersOf(i)]
      return [{key: image.key, tags: image.tags, bytes, shared, unique, isPartial, layers, containers}]
    }),
    layers: Array.from({length: table.layerCount}, (_, layer) => {
      const {digest, createdBy} = sharing.layer(layer)
      const bytes = table.sized[layer] === 1 ? table.bytes[layer] : null
      return {digest, bytes, images: table.users[layer], createdBy}
    }),
    ...(plan === null ? {} : {removal: removalJson(plan)}),
  }
}

function removalJson({freed, layers, unsized, goes, stays, kept}: RemovalPlan): unknown {
  return {
    freed,
    layers,
    unsized,
    goes: goes.map(({image, because}) => ({key: image.key, tags: image.tags, because})),
    stays: stays.map(({image, untagged, heldBy}) => ({
      key: image.key,
      tags: image.tags,
      untagged,
      heldBy: heldBy.map(holderJson),
    })),
    kept: {
      bytes: kept.bytes,
      layers: kept.layers,
      by: kept.by.map(({holder, bytes}) => ({...holderJson(holder), bytes})),
    },
  }
}

function holderJson(holder: Holder): {readonly kind: string; readonly [key: string]: unknown} {
  if (holder.kind === 'tag') return holder
  if (holder.kind === 'container') {
    const {id, name, running} = holder.container
    return {kind: holder.kind, id, name, running}
  }
  return {kind: holder.kind, key: holder.image.key, tags: holder.image.tags}
}
