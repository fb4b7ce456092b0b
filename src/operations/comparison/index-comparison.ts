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
  const {union, figures} = compared
  for (const [layer, index] of union.layers.entries()) {
    // Whatever was verified of the two images, of this nothing was hashed.
    if (index !== null) onEvent({type: 'layer-indexed', layer, index, trust: 'unverified'})
  }
  onEvent({type: 'union', union, figures: figures, complete: true})
  // Told as of the upper layer: it is what differs.
  const progress: Context['progress'] = ({done, total}) =>
    onEvent({type: 'layer-progress', layer: 1, done, total: total ?? 0})
  const {figures: settled, unread} = await settleContents(compared, {pool, context: {...context, progress}})
  onEvent({type: 'contents-compared', union, figures: settled, unread})
}
