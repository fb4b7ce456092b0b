import {Sharing} from '../../image/analysis/sharing/sharing.ts'
import {eachOfSeveral, type Refused} from '../../image/oci/each-of-several.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {type Removed, removeImage} from '../../sources/engine/image-verbs.ts'
import {layersSize} from '../../sources/engine/layers-size.ts'
import {holdingsOn} from '../sharing/engine-holdings.ts'

/** What removing images took away, and by how much the engine's layers are less for it. */
export interface Measured extends Removed {
  /** bytes; null where the engine would not say how much it keeps */
  readonly freed: number | null
  /** what stays of several, and why */
  readonly refused: readonly Refused[]
}

interface RemovalOptions {
  readonly signal: AbortSignal
  /** also what stopped containers or several tags hold */
  readonly force?: boolean
  /** told each thing that goes */
  readonly say?: (text: string) => void
}

/**
 * Removes tags, and images with their last one, one after the other; what can't be removed stays, and the others go. Throws as
 * `removeImage` where nothing could be removed, and where it was cancelled: what was removed before that is gone.
 */
export async function removeMeasured(
  engine: Engine,
  references: readonly string[],
  {signal, force = false, say = () => {}}: RemovalOptions,
): Promise<Measured> {
  const before = await keptBytes(engine, signal)
  const untagged: string[] = []
  const deleted: string[] = []
  const refused = await eachOfSeveral(references, async reference => {
    const removed = await removeImage(engine, reference, force, signal)
    untagged.push(...removed.untagged)
    deleted.push(...removed.deleted)
    for (const name of removed.untagged) say(`Untagged: ${name}`)
    for (const id of removed.deleted) say(`Deleted: ${id}`)
  })
  if (refused.length > 0 && refused.length === references.length) throw refused[0]!.error
  const after = before === null ? null : await keptBytes(engine, signal)
  return {untagged, deleted, freed: before === null || after === null ? null : before - after, refused}
}

/**
 * Bytes of all layers that an engine keeps, each once; where it doesn't tell, of those that its images hold. Null where it refuses
 * to say, as Docker does while it counts for somebody else: what is to be removed does not depend on it.
 */
async function keptBytes(engine: Engine, signal: AbortSignal): Promise<number | null> {
  try {
    const told = await layersSize(engine, signal)
    if (told !== null) return told
    const {table} = new Sharing(await holdingsOn(engine).read({signal, progress: () => {}}))
    return table.bytes.reduce((sum, bytes) => sum + bytes, 0)
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind !== 'cancelled') return null
    throw thrown
  }
}
