import type {Context} from '../../image/oci/image.ts'
import type {IndexEvent} from '../index-image.ts'
import type {WorkerPool} from '../worker/pool.ts'
import type {ComparedImages} from './compare-images.ts'
import {settleContents} from './settle-contents.ts'

/**
 * Tells of a comparison as of an image whose layers are read: both trees at once, and later what reading the contents told that
 * nothing else did. Rejects with `cancelled`.
 */
export async function indexComparison(
  compared: ComparedImages,
  {pool, context, onEvent}: {readonly pool: WorkerPool; readonly context: Context; onEvent(event: IndexEvent): void},
): Promise<void> {
  const {union, figures, before, after} = compared
  // Of the difference nothing was hashed: it is as good as what both were made of.
  const trust = before.verified === true && after.verified === true ? 'verified' : 'unverified'
  for (const [layer, index] of union.layers.entries()) {
    if (index !== null) onEvent({type: 'layer-indexed', layer, index, trust})
  }
  onEvent({type: 'union', union, figures: figures, complete: true})
  // Told as of the upper layer: it is what differs.
  const progress: Context['progress'] = ({done, total}) =>
    onEvent({type: 'layer-progress', layer: 1, done, total: total ?? 0})
  const {figures: settled, unread} = await settleContents(compared, {pool, context: {...context, progress}})
  onEvent({type: 'contents-compared', union, figures: settled, unread})
}
