import type {BaseCandidate} from '../image/analysis/base-image.ts'
import {throwIfCancelled} from '../image/oci/error.ts'
import type {Engine} from '../sources/engine/engine.ts'
import {type ListedImage, listImages} from '../sources/engine/image-list.ts'
import {inspectImage} from '../sources/engine/images-api.ts'
import {inTurns} from './in-turns.ts'

/** More images than these are not asked for their layers, the newest first: each is a request. */
const MOST = 400
/** asked at the same time */
const AT_ONCE = 8

/**
 * The images of an engine with their layers: what another may stand on. One that is gone meanwhile is left out. Throws what
 * requests throw.
 */
export async function baseCandidates(engine: Engine, signal: AbortSignal): Promise<readonly BaseCandidate[]> {
  const newest = (await listImages(engine, signal)).slice(0, MOST)
  const found = await inTurns(newest, AT_ONCE, image => candidateOf(engine, image, signal))
  return found.filter(candidate => candidate !== null)
}

async function candidateOf(
  engine: Engine,
  {id, tags, digests}: ListedImage,
  signal: AbortSignal,
): Promise<BaseCandidate | null> {
  try {
    const {diffIds, manifestDigest} = await inspectImage(engine, id, signal)
    const name = tags[0] ?? digests[0] ?? id.slice('sha256:'.length, 'sha256:'.length + 12)
    return {name, names: [...tags, ...digests], digest: manifestDigest, diffIds}
  } catch {
    throwIfCancelled(signal)
    return null
  }
}
