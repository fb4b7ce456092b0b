import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {EngineInfo} from '../../sources/engine/engine.ts'
import type {Engines} from '../../sources/engine/engines.ts'

/** Milliseconds that an engine has to answer: what it is asked for makes advice shorter, no more. */
const PATIENCE = 3_000

/** Of which kind the engine is that answers here; null where none does. Throws `cancelled`. */
export async function answeringEngine(engines: Engines, signal: AbortSignal): Promise<EngineInfo['kind'] | null> {
  try {
    const {info} = await engines.find(null, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]))
    return info.kind
  } catch (thrown) {
    throwIfCancelled(signal)
    if (thrown instanceof LensError) return null
    throw thrown
  }
}
