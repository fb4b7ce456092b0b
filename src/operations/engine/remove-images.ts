import type {Engine} from '../../sources/engine/engine.ts'
import {type Removed, removeImage} from '../../sources/engine/image-verbs.ts'
import {layersSize} from '../../sources/engine/layers-size.ts'

/** What removing images took away, and by how much the engine's layers are less for it. */
export interface Measured extends Removed {
  /** bytes; null where the engine doesn't tell */
  readonly freed: number | null
}

/**
 * Removes tags, and images with their last one, one after the other. Throws as `removeImage`: what was removed before that is
 * gone.
 */
export async function removeMeasured(
  engine: Engine,
  references: readonly string[],
  {signal, say}: {readonly signal: AbortSignal; say(text: string): void},
): Promise<Measured> {
  const before = await layersSize(engine, signal)
  const untagged: string[] = []
  const deleted: string[] = []
  for (const reference of references) {
    const removed = await removeImage(engine, reference, false, signal)
    untagged.push(...removed.untagged)
    deleted.push(...removed.deleted)
    for (const name of removed.untagged) say(`Untagged: ${name}`)
    for (const id of removed.deleted) say(`Deleted: ${id}`)
  }
  const after = before === null ? null : await layersSize(engine, signal)
  return {untagged, deleted, freed: before === null || after === null ? null : before - after}
}
