import {Sharing} from '../../image/analysis/sharing/sharing.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Engines} from '../../sources/engine/engines.ts'
import type {Store} from '../../sources/store/store.ts'
import {holdingsOn} from './engine-holdings.ts'
import {storeHoldings} from './store-holdings.ts'

/**
 * What the images of the engine that answers share; where none does those of the store, unless it is null. Null where neither
 * tells. Rejects with `cancelled`, and our own faults.
 */
export async function sharingHere(engines: Engines, store: Store | null, signal: AbortSignal): Promise<Sharing | null> {
  try {
    return new Sharing(await ofEngine(engines, signal))
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    return thrown.kind === 'engine-not-reached' && store?.exists ? ofStore(store) : null
  }
}

async function ofEngine(engines: Engines, signal: AbortSignal) {
  const engine = await engines.find(null, signal)
  return holdingsOn(engine).read({signal, progress: () => {}})
}

async function ofStore(store: Store): Promise<Sharing | null> {
  try {
    return new Sharing((await storeHoldings(store)).holdings)
  } catch (thrown) {
    if (thrown instanceof LensError) return null
    throw thrown
  }
}
