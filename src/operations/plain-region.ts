import type {LayerIndex} from '../image/layer/layer-index.ts'
import type {Layer, Region} from '../image/oci/image.ts'

/**
 * Where a layer's plain tar lies on disk, so that any place of it can be read at once; null where it is compressed, not here, not
 * read, or known by its own table alone.
 */
export function plainRegion({content}: Pick<Layer, 'content'>, index: LayerIndex | null): Region | null {
  if (index === null || index.facts.compression !== 'none' || index.facts.table !== undefined) return null
  return content?.region ?? null
}
